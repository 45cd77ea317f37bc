using System.Globalization;
using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

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
