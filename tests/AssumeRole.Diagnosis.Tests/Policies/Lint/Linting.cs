using AssumeRole.Policies;
using AssumeRole.Policies.Lint;

namespace AssumeRole.Diagnosis.Tests.Policies.Lint;

/// <summary>Lints as tests write them.</summary>
internal static class Linting
{
    public static PolicyLintResult Lint(string text, PolicyKind kind = PolicyKind.Identity) =>
        PolicyLint.Check(new PolicySource("policy", text), kind);

    /// <summary>A document of one statement, with single quotes.</summary>
    public static PolicyLintResult Statement(string elements, PolicyKind kind = PolicyKind.Identity) =>
        Lint($"{{'Version':'2012-10-17','Statement':[{{'Effect':'Allow',{elements}}}]}}".Replace('\'', '"'), kind);

    /// <summary>A trust policy for one principal, such as 'AWS':'*'.</summary>
    public static PolicyLintResult Principal(string principal, string more = "") =>
        Statement($"'Action':'sts:AssumeRole','Principal':{{{principal}}}{more}", PolicyKind.Trust);

    public static string Background(string name)
    {
        using var stream = typeof(Linting).Assembly.GetManifestResourceStream($"Background/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The findings as "Severity Id path".</summary>
    public static string[] Rows(PolicyLintResult result) =>
        [.. result.Findings.Select(item => $"{item.Severity} {item.Finding.Id} {item.Path}")];
}
