using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

internal static class DocumentLint
{
    public static void CheckElements(IReadOnlyList<PolicyProblem> problems, PolicyKind kind, LintReport report)
    {
        // An element that is missing because its name is misspelt is not missing as well.
        var misspelt = problems
            .Where(problem => problem.Meant is not null)
            .Select(problem => (Parent(problem.Path), problem.Meant!))
            .ToHashSet();
        foreach (var problem in problems)
        {
            if (problem.Unknown is { } word)
            {
                var remedy = problem.Meant is { } meant ? $"Write \"{meant}\" in place of \"{PlainText.Shorten(word)}\"." : null;
                Report(problem, remedy, FindingCatalogue.PolicyUnknownElement, report);
            }
            else if (!IsConsequence(problem, misspelt) && !report.Has(problem.Path))
            {
                Report(problem, Remedy(problem, kind), FindingCatalogue.PolicyInvalid, report);
            }
        }
    }

    public static void CheckDuplicates(JsonTextMap map, LintReport report)
    {
        foreach (var path in map.Duplicates.Distinct(StringComparer.Ordinal))
        {
            report.Add(
                PolicyLintSeverity.Refused, FindingCatalogue.PolicyInvalid, path, "",
                $"'{PlainText.Shorten(Name(path))}' stands twice in the same object.",
                "Join the two: one name with a list of values, or a statement for each.");
        }
    }

    private static void Report(PolicyProblem problem, string? remedy, FindingKind kind, LintReport report) =>
        report.Add(PolicyLintSeverity.Refused, kind, problem.Path, "", PlainText.Shorten(problem.Message), remedy);

    private static bool IsConsequence(PolicyProblem problem, HashSet<(string Parent, string Name)> misspelt)
    {
        var (parent, name) = (Parent(problem.Path), Name(problem.Path));
        return problem.Kind == PolicyProblemKind.MissingElement
            && (misspelt.Contains((parent, name)) || misspelt.Contains((parent, $"Not{name}")));
    }

    private static string? Remedy(PolicyProblem problem, PolicyKind kind) => (problem.Kind, Name(problem.Path)) switch
    {
        (PolicyProblemKind.ProhibitedElement, "Principal" or "NotPrincipal") when kind == PolicyKind.Identity =>
            "Take it out; or pass this document as the trust policy, if it is one.",
        (PolicyProblemKind.ProhibitedElement, "Resource" or "NotResource") when kind == PolicyKind.Trust =>
            "Take it out; or pass this document as the worker's policy, if it is one.",
        (PolicyProblemKind.ProhibitedElement, _) => "Take it out.",
        (PolicyProblemKind.MissingElement, "Effect") => "Add \"Effect\": \"Allow\".",
        (PolicyProblemKind.MissingElement, "Action") => "Add \"Action\": \"sts:AssumeRole\", or what the statement is for.",
        (PolicyProblemKind.MissingElement, "Principal") => "Add \"Principal\": {\"AWS\": \"<the ARN of the worker's role>\"}.",
        (PolicyProblemKind.MissingElement, "Resource") => "Add \"Resource\": \"<the ARN of the role to assume>\".",
        (PolicyProblemKind.MissingElement, "Statement") => "Add \"Statement\": [ … ] with at least one statement.",
        (_, "Version") => "Write \"Version\": \"2012-10-17\".",
        _ => null,
    };

    private static string Name(string path) => path[(path.LastIndexOf('.') + 1)..];

    private static string Parent(string path) => path[..Math.Max(0, path.LastIndexOf('.'))];

    public static void CheckVersion(JsonElement json, PolicyDocument document, IReadOnlyList<PolicyProblem> problems, LintReport report)
    {
        // A Version that is misspelt, or no text, is reported as such.
        var isThere = json.Member("Version").ValueKind != JsonValueKind.Undefined || problems.Any(problem => problem.Meant == "Version");
        if (isThere && document.Version != PolicyDocument.FirstVersion) return;
        var hasVariables = json.GetRawText().Contains("${", StringComparison.Ordinal);
        report.Add(
            PolicyLintSeverity.Warning, FindingCatalogue.PolicyVersionMissing,
            isThere ? "$.Version" : "$",
            hasVariables ? "The document has ${...} in it, which is compared letter by letter." : "",
            isThere
                ? "The policy is of the version 2008-10-17, in which ${...} is plain text."
                : "The policy has no Version: AWS takes it for one of 2008-10-17, in which ${...} is plain text.");
    }

    /// <summary>An account's quota: 2048 characters without white space, 4096 on request (IAM guide, "IAM and STS quotas").</summary>
    public static void CheckLength(JsonElement json, LintReport report)
    {
        const int usual = 2048;
        const int most = 4096;
        var length = Measure(json);
        if (length <= usual) return;
        report.Add(
            length > most ? PolicyLintSeverity.Refused : PolicyLintSeverity.Warning,
            FindingCatalogue.PolicyTooLong,
            "$",
            $"It has {length} characters, white space left out; the quota is {usual}, and {most} at most.",
            length > most ? null : "The trust policy is longer than the quota of an account that did not ask for more.");
    }

    private static int Measure(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options)) json.WriteTo(writer);
        return Encoding.UTF8.GetCharCount(buffer.WrittenSpan);
    }
}
