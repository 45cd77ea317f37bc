using System.Text.Json;
using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole env, and what shells make of it.</summary>
public sealed class EnvTests
{
    private const string Missing = "aws_assume_role_arn not provided. Please provide an IAM role for the task to assume.";
    private const string Unset = "unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SECURITY_TOKEN AWS_ACCOUNT_ID AWS_ROLE_ARN AWS_ROLE_SESSION_NAME "
        + "AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_CREDENTIALS_FULL_URI "
        + "AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

    [Theory, EachBuild]
    public async Task Prints_lines_for_bash_and_nothing_else(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("env")).Exits(0);

        Assert.Equal(string.Empty, run.Error);
        Assert.Collection(
            run.Output.Split('\n'),
            line => Assert.Equal(Unset, line),
            line => Assert.Matches("^export AWS_ACCESS_KEY_ID='ASIA[A-Z0-9]{16}'$", line),
            line => Assert.Matches("^export AWS_SECRET_ACCESS_KEY='[A-Za-z0-9+/]{40}'$", line),
            line => Assert.Matches("^export AWS_SESSION_TOKEN='[A-Za-z0-9+/=]{100,}'$", line),
            line => Assert.Matches("^export AWS_CREDENTIAL_EXPIRATION='[-0-9]{10}T[:0-9]{8}Z'$", line),
            line => Assert.Empty(line));
    }

    [Theory, EachBuild(Needs = Needs.Bash)]
    public async Task Gives_a_bash_task_its_role(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables["AWS_SECURITY_TOKEN"] = stage.Variables["AWS_ACCOUNT_ID"] = "stale";

        var run = (await stage.BashAsync("""
            set -euo pipefail
            eval "$(assumerole env --region eu-west-1)"
            echo "${AWS_SECURITY_TOKEN-unset} ${AWS_ACCOUNT_ID-unset} $AWS_REGION $AWS_DEFAULT_REGION"
            bash -c 'assumerole whoami'
            """)).Exits(0);

        Assert.Collection(
            run.Lines,
            line => Assert.Equal("unset unset eu-west-1 eu-west-1", line),
            line => Assert.Equal("arn:aws:sts::222222222222:assumed-role/worker-permissions/concourse-task", line),
            line => Assert.StartsWith("account 222222222222, from environment keys ", line, StringComparison.Ordinal));
    }

    [Theory]
    [EachBuild(false, Needs = Needs.Bash)]
    [EachBuild(true, Needs = Needs.Bash)]
    public async Task Stops_a_bash_task_without_a_role_and_names_the_variable(Build build, bool isEmpty)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables.Remove("aws_assume_role_arn");
        if (isEmpty) stage.Variables["aws_assume_role_arn"] = string.Empty;

        var run = (await stage.BashAsync("""set -e; eval "$(assumerole env)"; echo went on""")).Exits(2);

        Assert.Equal(string.Empty, run.Output);
        Assert.StartsWith($"assumerole: RoleArnMissing: {Missing}", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("--role-arn", run.Error, StringComparison.Ordinal);
        Assert.Empty(stage.Sandbox.Calls);
    }

    [Theory, EachBuild(Needs = Needs.Bash)]
    public async Task Stops_a_bash_task_whose_role_is_denied(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables["aws_assume_role_arn"] = Stage.Denied;

        var run = (await stage.BashAsync("""set -e; eval "$(assumerole env)"; echo went on""")).Exits(4);

        Assert.Equal(string.Empty, run.Output);
        Assert.StartsWith("assumerole: AssumeDenied: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory, EachBuild]
    public async Task Announces_the_default_duration_for_people(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables.Remove("aws_assume_role_duration");

        var run = (await stage.RunAsync("env")).Exits(0);

        Assert.Equal([Stage.DurationLine], run.ErrorLines);
        Assert.DoesNotContain("aws_assume_role_duration", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [EachBuild("bash", "(exit 4)\n")]
    [EachBuild("dotenv", "")]
    [EachBuild("json", "")]
    public async Task Prints_what_makes_the_reader_fail(Build build, string format, string expected)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("env", "--as", format, "--role-arn", Stage.Denied)).Exits(4);

        Assert.Equal(expected, run.Output);
        Assert.Single(run.ErrorLines);
    }

    [Theory, EachBuild]
    public async Task Prints_lines_of_a_dotenv_file(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("env", "--as", "dotenv")).Exits(0);

        Assert.Equal(
            ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION"],
            run.Lines.Select(line => line.Split('=')[0]));
        Assert.All(run.Lines, line => Assert.Matches("^[A-Z_]+=\"[^\"]+\"$", line));
    }

    [Theory, EachBuild]
    public async Task Prints_a_json_object(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("env", "--as", "json", "--role-session-name", "build-7")).Exits(0);

        using var document = JsonDocument.Parse(run.Output);
        var session = document.RootElement;
        Assert.Equal(
            [
                "RoleArn", "AssumedRoleArn", "Account", "RoleSessionName", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration",
                "RequestId",
            ],
            session.EnumerateObject().Select(property => property.Name));
        Assert.Equal("arn:aws:sts::222222222222:assumed-role/worker-permissions/build-7", session.GetProperty("AssumedRoleArn").GetString());
    }

    [Theory, EachBuild]
    public async Task Gives_a_PowerShell_task_its_role_or_stops_it(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables["AWS_SECURITY_TOKEN"] = "stale";

        var run = (await stage.PowerShellAsync($$"""
            assumerole env --as powershell | Out-String | Invoke-Expression
            "$($null -eq $env:AWS_SECURITY_TOKEN) $((assumerole whoami)[0])"
            assumerole env --as powershell --role-arn {{Stage.Denied}} 2>$null | Out-String | Invoke-Expression
            'went on'
            """)).Exits(1);

        Assert.Equal(["True arn:aws:sts::222222222222:assumed-role/worker-permissions/concourse-task"], run.Lines);
        Assert.Contains("AssumeDenied", run.Error, StringComparison.Ordinal);
    }
}
