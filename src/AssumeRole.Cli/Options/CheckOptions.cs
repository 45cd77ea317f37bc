using System.CommandLine;
using AssumeRole.Checks;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Options;

/// <summary>The options of a check: how deep it goes, what it is made from and where it is written.</summary>
internal sealed class CheckOptions
{
    private readonly Option<bool> json = new("--json") { Description = "As a JSON array." };

    private readonly Option<bool> detailed = new("--detailed")
    {
        Description = "Finds out more, with a metadata request without a token and further STS calls, which are counted.",
    };

    private readonly Option<string?> reportPath = new("--report-path") { Description = "A file to write the report to: .html, .json or .md." };

    private readonly Option<string[]> workerPolicy = Many(
        "--worker-policy", "A policy of the worker's role, a file or the JSON: decides without AWS. May be given several times.");

    private readonly Option<string?> trustPolicy = new("--trust-policy") { Description = "The role's trust policy, a file or the JSON: decides without AWS." };

    private readonly Option<string[]> context = Many("--context", "What is known of the call, key=value, such as aws:SourceIp=192.0.2.1.");

    private readonly Option<string?> terraformPlan = new("--terraform-plan")
    {
        Description = "What terraform show -json wrote of a plan or a state: decides without AWS.",
    };

    /// <summary>Adds all of them to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { json, detailed, reportPath, workerPolicy, trustPolicy, context, terraformPlan })
            command.Options.Add(option);
    }

    /// <summary>Whether the output is JSON.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>Whether to find out more at a price.</summary>
    public bool IsDetailed(ParseResult parsed) => parsed.GetValue(detailed);

    /// <summary>Where to write a report, or null.</summary>
    public string? ReportPath(ParseResult parsed) => parsed.GetValue(reportPath);

    /// <summary>The documents that were given.</summary>
    /// <exception cref="AssumeRoleException">ParameterConflict, for a context that is no key=value.</exception>
    public DocumentCheckRequest Documents(ParseResult parsed) => new()
    {
        WorkerPolicies = parsed.GetValue(workerPolicy) ?? [],
        TrustPolicy = parsed.GetValue(trustPolicy),
        TerraformPlan = parsed.GetValue(terraformPlan),
        Context = (parsed.GetValue(context) ?? []).Select(Split).GroupBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, IReadOnlyList<string> (group) => [.. group.Select(pair => pair.Value)], StringComparer.OrdinalIgnoreCase),
    };

    /// <summary>What was asked, as one would type it.</summary>
    public string Describe(IReadOnlyList<string> roleArns, ParseResult parsed) =>
        string.Join(' ', ["assumerole test", .. roleArns.Select(role => $"--role-arn {role}"), .. IsDetailed(parsed) ? ["--detailed"] : Array.Empty<string>()]);

    private static (string Key, string Value) Split(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (text[..equals], text[(equals + 1)..])
            : throw FindingCatalogue.ParameterConflict.Error(
                text, $"--context is '{text}'.", "A context is a key and a value.", "Write --context aws:SourceIp=192.0.2.1.");
    }

    private static Option<string[]> Many(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
}
