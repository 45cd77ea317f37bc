using AssumeRole.Aws;
using AssumeRole.Aws.Tests;
using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Rotation;
using AssumeRole.Sessions;

namespace RotationBench;

/// <summary>Rotations as a front door makes them.</summary>
internal static class Rotations
{
    public const string Role = "arn:aws:iam::123456789999:role/machine-user-example";

    public static string Team(string name, params IEnumerable<string> accounts) =>
        $$"""{"name": "{{name}}", "accounts": [{{string.Join(", ", accounts.Select(account => $$"""{"name": "{{account}}", "roleArn": "{{Role}}"}"""))}}]}""";

    /// <summary>Runs one; gives how many accounts failed.</summary>
    public static async Task<int> RunAsync(Uri sandbox, string team, TimeSpan minimumRemaining)
    {
        var url = sandbox.GetLeftPart(UriPartial.Authority);
        var variables = new TestVariables();
        foreach (var (name, value) in new[]
        {
            ("AWS_CONFIG_FILE", "/dev/null"), ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"), ("AWS_REGION", "eu-west-1"),
            ("AWS_ENDPOINT_URL", url), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", url + "/"),
        })
            variables.Set(name, value);
        var adapters = new AwsAdapters();
        using var issuer = new SessionIssuer(
            adapters, new SessionEnvironment(variables, TimeProvider.System), new CredentialCache(TimeProvider.System), new Nobody(), _ => { }, TimeProvider.System);
        var rotation = new TeamRotation(adapters.Stores, issuer, _ => { }, TimeProvider.System);
        var plan = await rotation.PlanAsync(new RotationRequest { Teams = [TeamSource.Parse(team)], MinimumRemaining = minimumRemaining }, default);
        var summary = new RotationSummary();
        await foreach (var result in rotation.RunAsync(plan, default))
        {
            summary.Add(result);
            if (result.Status == RotationStatus.Failed) await Console.Error.WriteLineAsync(RotationJson.Line(result));
        }

        return summary.Failed;
    }

    private sealed class Nobody : ITokenCodePrompt
    {
        public Task<string?> AskAsync(MfaDevice device, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }
}
