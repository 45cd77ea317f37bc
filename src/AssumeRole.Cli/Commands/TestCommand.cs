using System.CommandLine;
using System.Runtime.CompilerServices;
using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;
using AssumeRole.Reports;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Commands;

/// <summary>Walks the chains and reports each link. The exit code is that of the first broken link.</summary>
internal static class TestCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new RoleOptions();
        var checks = new CheckOptions();
        var command = new Command("test", "Walks the chain from the worker's identity to a role and reports each link.");
        checks.AddTo(command);
        options.AddWithSeveralRolesTo(command);
        return command.WithErrorHandling(terminal, async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(checks.ReportPath) is { } path) ChainReportFile.Check(path);
            var steps = new List<ChainStep>();
            await foreach (var step in WalkAsync(options, checks, parsed, terminal, cancellationToken).ConfigureAwait(false))
            {
                if (!parsed.GetValue(checks.Json))
                    await terminal.Output.WriteLineAsync(StepLines.FormatAfter(steps.LastOrDefault(), step, terminal)).ConfigureAwait(false);
                steps.Add(step);
            }

            if (parsed.GetValue(checks.Json)) terminal.WriteJson(JsonReport.Format(steps));
            if (parsed.GetValue(checks.ReportPath) is { } report)
                ChainReportFile.Write(report, new ChainReport(steps, checks.Describe(options.RoleArns(parsed), parsed), TimeProvider.System.GetUtcNow()));
            return steps.Find(step => step.Status.IsBroken()) is { } broken
                ? FindingCatalogue.All.First(kind => kind.Id == broken.FindingId).ExitCode
                : ExitCode.Success;
        });
    }

    private static async IAsyncEnumerable<ChainStep> WalkAsync(
        RoleOptions options,
        CheckOptions checks,
        ParseResult parsed,
        Terminal terminal,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var variables = ProcessState.Environment.BeforeRoles;
        var documents = checks.Documents(parsed);
        documents.Check();
        if (documents.IsAsked)
        {
            var found = await new DocumentCheck(TimeProvider.System, variables)
                .CheckAsync(documents, options.RoleArns(parsed), role => options.Read(parsed, role), cancellationToken).ConfigureAwait(false);
            foreach (var step in found) yield return step;
            yield break;
        }

        var plan = CheckPlan<SessionRequest>.For(options.RoleArns(parsed), role => options.Plan(parsed, variables, role));
        foreach (var step in plan.Unplanned) yield return step;
        if (plan.Chains.Count == 0) yield break;
        using var issuer = Verb.CreateIssuer(terminal, options.IsVerbose(parsed));
        var request = new ChainCheckRequest(plan.Chains) { Detailed = parsed.GetValue(checks.Detailed), Machine = MachineFacts.Read() };
        await foreach (var step in new WorkerChainCheck(issuer, TimeProvider.System).WalkAsync(request, cancellationToken).ConfigureAwait(false))
            yield return step;
    }
}

internal sealed class CheckOptions
{
    public Option<bool> Json { get; } = new("--json") { Description = "As a JSON array." };

    public Option<bool> Detailed { get; } = new("--detailed")
    {
        Description = "Finds out more, with a metadata request without a token and further STS calls, which are counted.",
    };

    public Option<string?> ReportPath { get; } = new("--report-path") { Description = "A file to write the report to: .html, .json or .md." };

    private readonly Option<string[]> workerPolicy = RoleOptions.Many(
        "--worker-policy", "A policy of the worker's role, a file or the JSON: decides without AWS. May be given several times.");

    private readonly Option<string?> trustPolicy = new("--trust-policy") { Description = "The role's trust policy, a file or the JSON: decides without AWS." };

    private readonly Option<string?> workerRoleArn = new("--worker-role-arn")
    {
        Description = "The worker's role, by its ARN, for --worker-policy and --trust-policy. They do not say who calls.",
    };

    private readonly Option<string[]> context = RoleOptions.Many("--context", "What is known of the call, key=value, such as aws:SourceIp=192.0.2.1.");

    private readonly Option<string?> terraformPlan = new("--terraform-plan")
    {
        Description = "What terraform show -json wrote of a plan or a state: decides without AWS.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Json, Detailed, ReportPath, workerPolicy, trustPolicy, workerRoleArn, context, terraformPlan])
            command.Options.Add(option);
    }

    public DocumentCheckRequest Documents(ParseResult parsed) => new()
    {
        WorkerPolicies = parsed.GetValue(workerPolicy) ?? [],
        TrustPolicy = parsed.GetValue(trustPolicy),
        WorkerRoleArn = parsed.GetValue(workerRoleArn),
        TerraformPlan = parsed.GetValue(terraformPlan),
        Context = (parsed.GetValue(context) ?? []).Select(Split).GroupBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, IReadOnlyList<string> (group) => [.. group.Select(pair => pair.Value)], StringComparer.OrdinalIgnoreCase),
    };

    public string Describe(IReadOnlyList<string> roleArns, ParseResult parsed) =>
        string.Join(' ', ["assumerole test", .. roleArns.Select(role => $"--role-arn {role}"), .. parsed.GetValue(Detailed) ? ["--detailed"] : Array.Empty<string>()]);

    private static (string Key, string Value) Split(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (text[..equals], text[(equals + 1)..])
            : throw FindingCatalogue.ParameterConflict.Error(
                text, $"--context is '{text}'.", "A context is a key and a value.", "Write --context aws:SourceIp=192.0.2.1.");
    }
}
