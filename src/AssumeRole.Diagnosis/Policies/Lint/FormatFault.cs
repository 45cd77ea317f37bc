namespace AssumeRole.Policies.Lint;

/// <summary>Something about a text that is not plain JSON.</summary>
/// <param name="Severity">Warning if the policy itself may be right and is only packed in something else.</param>
/// <param name="Line">The line, from 1, or null.</param>
/// <param name="Cause">What it is.</param>
/// <param name="Remedy">What to do, or null for the catalogue's advice.</param>
internal sealed record FormatFault(PolicyLintSeverity Severity, int? Line, string Cause, string? Remedy = null)
{
    public static FormatFault Warning(string cause, string remedy) => new(PolicyLintSeverity.Warning, null, cause, remedy);

    public static FormatFault Refused(int? line, string cause, string? remedy = null) =>
        new(PolicyLintSeverity.Refused, line, cause, remedy);
}
