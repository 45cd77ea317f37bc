using System.Text;
using System.Text.Json;

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
