using System.Globalization;
using System.Text;
using System.Text.Json;
using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

/// <summary>
/// Finds what is wrong with a policy before AWS or a denied call says so: in any text at all, in the document's order, with what
/// to write in place of it.
/// </summary>
public static class PolicyLint
{
    /// <summary>Checks a text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="kind">Where the policy is to be attached.</param>
    public static PolicyLintResult Check(PolicySource source, PolicyKind kind)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Unreadable is { } unreadable)
            return new(source, null, [new PolicyLintFinding(PolicyLintSeverity.Refused, "$", null, unreadable)]);

        var unpacked = PolicyUnpacking.Unpack(source);
        if (unpacked.Json is not { } text) return new(source, null, Report(source, unpacked, null).ToList());

        var bytes = Encoding.UTF8.GetBytes(text);
        var map = JsonTextMap.Read(bytes);
        var report = Report(source, unpacked, map);
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        using var json = JsonDocument.Parse(bytes, options);
        return new PolicyLintResult(source, Check(json.RootElement, kind, map, report), report.ToList());
    }

    private static LintReport Report(PolicySource source, UnpackedPolicy unpacked, JsonTextMap? map)
    {
        var hasLines = unpacked.Json?.Contains('\n', StringComparison.Ordinal) == true;
        var report = new LintReport(source.Name, map, hasLines ? unpacked.FirstLine : null);
        foreach (var fault in unpacked.Faults) report.Add(fault);
        return report;
    }

    private static PolicyDocument? Check(JsonElement json, PolicyKind kind, JsonTextMap map, LintReport report)
    {
        var parsed = PolicyParser.Parse(json);
        if (parsed.Document is { } document) VersionLint.Check(json, document, parsed.Problems, report);
        ElementLint.CheckDuplicates(map, report);
        foreach (var statement in LintStatement.ReadAll(json, kind))
        {
            ResourceLint.Check(statement, report);
            PrincipalLint.Check(statement, report);
            TrustLint.Check(statement, report);
            ConditionLint.Check(statement, report);
        }

        ElementLint.Check([.. parsed.Problems, .. Grammar(json, parsed.Document, kind)], kind, report);
        if (kind == PolicyKind.Trust) LengthLint.Check(json, report);
        return parsed.Document;
    }

    /// <summary>The grammar's problems, whose paths count a lone statement as a list of one.</summary>
    private static IEnumerable<PolicyProblem> Grammar(JsonElement json, PolicyDocument? document, PolicyKind kind)
    {
        if (document is null) return [];
        var problems = PolicyGrammar.Check(document, kind);
        var isLone = json.TryGetProperty("Statement", out var statement) && statement.ValueKind != JsonValueKind.Array;
        string Lone(string path) => path.Replace("$.Statement[0]", "$.Statement", StringComparison.Ordinal);
        return isLone ? problems.Select(problem => problem with { Path = Lone(problem.Path) }) : problems;
    }
}

/// <summary>What a lint found in one document.</summary>
/// <param name="Source">The text.</param>
/// <param name="Document">What could be read of it, or null if nothing could.</param>
/// <param name="Findings">The faults, in the document's order.</param>
public sealed record PolicyLintResult(PolicySource Source, PolicyDocument? Document, IReadOnlyList<PolicyLintFinding> Findings)
{
    /// <summary>Whether decisions can be made by the document: it was read, and AWS would take it.</summary>
    public bool IsUsable => Document is not null && Findings.All(finding => finding.Severity != PolicyLintSeverity.Refused);
}

/// <summary>One fault of a policy document.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Path">Where, as a JSON path such as $.Statement[0].Resources.</param>
/// <param name="Line">The line in the text, from 1, or null if the text was packed in something else.</param>
/// <param name="Finding">The fault; its target is the document's name.</param>
public sealed record PolicyLintFinding(PolicyLintSeverity Severity, string Path, int? Line, Finding Finding);

/// <summary>How much a finding of the lint weighs.</summary>
public enum PolicyLintSeverity
{
    /// <summary>The policy works, and should be changed all the same.</summary>
    Warning,

    /// <summary>AWS takes the policy, and a part of it cannot do what it is for.</summary>
    Error,

    /// <summary>AWS refuses the policy, so that there is nothing to decide by.</summary>
    Refused,
}

/// <summary>Collects what is found in one document.</summary>
/// <param name="name">The document's name.</param>
/// <param name="map">Where its elements stand.</param>
/// <param name="firstLine">The line of the original text at which the JSON begins; null to name no lines.</param>
internal sealed class LintReport(string name, JsonTextMap? map, int? firstLine)
{
    // Beyond this nobody reads on, and a document of a megabyte of mistakes would be answered with a multiple of it.
    private const int Most = 100;

    private readonly List<(int Order, PolicyLintFinding Finding)> found = [];

    /// <summary>Whether something was found at a place or within it.</summary>
    public bool Has(string path) =>
        found.Exists(item => item.Finding.Path.StartsWith(path, StringComparison.Ordinal)
            && (item.Finding.Path.Length == path.Length || item.Finding.Path[path.Length] is '.' or '['));

    /// <summary>Adds a finding at a place of the document.</summary>
    public void Add(
        PolicyLintSeverity severity, FindingKind kind, string path, string evidence, string? cause = null, string? remedy = null)
    {
        var (order, line) = map?.Find(path) ?? (0, 1);
        var number = firstLine is { } first ? first + line - 1 : (int?)null;
        var place = number is null
            ? PlainText.Shorten(path)
            : string.Create(CultureInfo.InvariantCulture, $"{PlainText.Shorten(path)} (line {number})");
        Add(severity, kind, path, order, number, evidence.Length == 0 ? $"{place}." : $"{place}: {evidence}", cause, remedy);
    }

    /// <summary>Adds what is wrong with the text as a whole.</summary>
    public void Add(FormatFault fault)
    {
        var evidence = fault.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"Line {line}.") : "";
        Add(fault.Severity, FindingCatalogue.PolicyFormat, "$", -1, fault.Line, evidence, fault.Cause, fault.Remedy);
    }

    /// <summary>The findings in the document's order.</summary>
    public IReadOnlyList<PolicyLintFinding> ToList()
    {
        List<PolicyLintFinding> list = [.. found.OrderBy(item => item.Order).Select(item => item.Finding)];
        if (list.Count < Most) return list;
        var rest = FindingCatalogue.PolicyInvalid.For(name, $"Only the first {Most} faults are named.", remedy: "Correct these first.");
        return [.. list, new PolicyLintFinding(PolicyLintSeverity.Refused, "$", null, rest)];
    }

    private void Add(
        PolicyLintSeverity severity, FindingKind kind, string path, int order, int? line, string evidence, string? cause, string? remedy)
    {
        if (found.Count >= Most) return;
        var finding = kind.For(
            name,
            PlainText.Clean(evidence),
            cause is null ? null : PlainText.Clean(cause),
            remedy is null ? null : PlainText.Clean(remedy));
        found.Add((order, new PolicyLintFinding(severity, path, line, finding)));
    }
}
