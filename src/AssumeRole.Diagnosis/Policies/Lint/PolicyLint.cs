using System.Text;
using System.Text.Json;
using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

/// <summary>Finds the faults of any text given as a policy, in the order of the document, each with its correction.</summary>
internal static class PolicyLint
{
    public static PolicyLintResult Check(PolicySource source, PolicyKind kind)
    {
        if (source.Unreadable is { } unreadable)
            return new(source, null, [new PolicyLintFinding(PolicyLintSeverity.Refused, "$", null, unreadable)]);

        var unpacked = PolicyUnpacking.Unpack(source);
        if (unpacked.Json is not { } text) return new(source, null, Report(source, unpacked, null).ToList());

        var bytes = Encoding.UTF8.GetBytes(text);
        var map = new JsonTextMap(bytes);
        var report = Report(source, unpacked, map);
        using var json = JsonDocument.Parse(bytes, JsonTextMap.Lenient);
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
        if (parsed.Document is { } document) DocumentLint.CheckVersion(json, document, parsed.Problems, report);
        DocumentLint.CheckDuplicates(map, report);
        foreach (var statement in LintStatement.ReadAll(json, kind))
        {
            ResourceLint.Check(statement, report);
            PrincipalLint.Check(statement, report);
            TrustLint.Check(statement, report);
            ConditionLint.Check(statement, report);
        }

        DocumentLint.CheckElements([.. parsed.Problems, .. Grammar(json, parsed.Document, kind)], kind, report);
        if (kind == PolicyKind.Trust) DocumentLint.CheckLength(json, report);
        return parsed.Document;
    }

    /// <summary>The grammar's problems, with the paths of a single statement that is not in a list.</summary>
    private static IEnumerable<PolicyProblem> Grammar(JsonElement json, PolicyDocument? document, PolicyKind kind)
    {
        if (document is null) return [];
        var problems = PolicyGrammar.Check(document, kind);
        if (json.Member("Statement").ValueKind is JsonValueKind.Undefined or JsonValueKind.Array) return problems;
        string Lone(string path) => path.Replace("$.Statement[0]", "$.Statement", StringComparison.Ordinal);
        return problems.Select(problem => problem with { Path = Lone(problem.Path) });
    }
}

internal sealed record PolicyLintResult(PolicySource Source, PolicyDocument? Document, IReadOnlyList<PolicyLintFinding> Findings)
{
    /// <summary>Whether decisions can use the document: it was read, and AWS accepts it.</summary>
    public bool IsUsable => Document is not null && Findings.All(finding => finding.Severity != PolicyLintSeverity.Refused);
}

/// <summary>A fault at a JSON path. <c>Line</c> counts from 1; null if the text was wrapped in something else.</summary>
internal sealed record PolicyLintFinding(PolicyLintSeverity Severity, string Path, int? Line, Finding Finding);

internal enum PolicyLintSeverity
{
    /// <summary>The policy works and should be changed.</summary>
    Warning,

    /// <summary>AWS accepts the policy, and a part of it has no effect.</summary>
    Error,

    /// <summary>AWS refuses the policy, so there is no decision.</summary>
    Refused,
}

/// <summary><c>firstLine</c> is the line at which the JSON begins; without it, findings name no lines.</summary>
internal sealed class LintReport(string name, JsonTextMap? map, int? firstLine)
{
    // More are of no use, and a megabyte of mistakes would give a report of several megabytes.
    private const int Most = 100;

    private readonly List<(int Offset, PolicyLintFinding Finding)> found = [];

    /// <summary>Whether there is a finding at a place or within it.</summary>
    public bool Has(string path) =>
        found.Exists(item => item.Finding.Path.StartsWith(path, StringComparison.Ordinal)
            && (item.Finding.Path.Length == path.Length || item.Finding.Path[path.Length] is '.' or '['));

    public void Add(PolicyLintSeverity severity, FindingKind kind, LintValue value, string? cause = null, string? remedy = null) =>
        Add(severity, kind, value.Path, PlainText.Shorten(value.Text), cause, remedy);

    public void Add(
        PolicyLintSeverity severity, FindingKind kind, string path, string evidence, string? cause = null, string? remedy = null)
    {
        if (found.Count >= Most) return;
        var (offset, line) = map?.Find(path) ?? (0, 1);
        var number = firstLine + line - 1;
        var place = number is null ? PlainText.Shorten(path) : $"{PlainText.Shorten(path)} (line {number})";
        Add(severity, kind, path, offset, number, evidence.Length == 0 ? $"{place}." : $"{place}: {evidence}", cause, remedy);
    }

    public void Add(ArnFault fault, LintValue value, PolicyLintSeverity? severity = null) => Add(
        severity ?? (fault.IsRefused ? PolicyLintSeverity.Refused : PolicyLintSeverity.Error),
        FindingCatalogue.ArnMalformed, value.Path, $"'{PlainText.Shorten(value.Text)}'. {fault.Fault}", remedy: fault.Remedy);

    public void Add(FormatFault fault)
    {
        var evidence = fault.Line is { } line ? $"Line {line}." : "";
        Add(fault.Severity, FindingCatalogue.PolicyFormat, "$", -1, fault.Line, evidence, fault.Cause, fault.Remedy);
    }

    public IReadOnlyList<PolicyLintFinding> ToList()
    {
        List<PolicyLintFinding> list = [.. found.OrderBy(item => item.Offset).Select(item => item.Finding)];
        if (list.Count < Most) return list;
        var rest = FindingCatalogue.PolicyInvalid.For(name, $"Only the first {Most} faults are named.", remedy: "Correct these first.");
        return [.. list, new PolicyLintFinding(PolicyLintSeverity.Refused, "$", null, rest)];
    }

    private void Add(
        PolicyLintSeverity severity, FindingKind kind, string path, int offset, int? line, string evidence, string? cause, string? remedy)
    {
        string? Clean(string? text) => text is null ? null : PlainText.Clean(text);
        var finding = kind.For(name, PlainText.Clean(evidence), Clean(cause), Clean(remedy));
        found.Add((offset, new PolicyLintFinding(severity, path, line, finding)));
    }
}
