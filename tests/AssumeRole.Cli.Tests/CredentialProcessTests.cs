using System.Text.Json;
using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole credential-process, by itself and as a profile's credential_process.</summary>
public sealed class CredentialProcessTests
{
    private const string Role1 = "arn:aws:iam::033145145979:role/role1";
    private const string Role2 = "arn:aws:iam::033145145979:role/role2";
    private const string Operator = """
        aws_access_key_id = AKIASANDBOXOPERATOR1
        aws_secret_access_key = SANDBOXSECRETofTheOperatorNotARealOne001
        """;

    [Theory, EachBuild]
    public async Task Prints_the_document_of_version_1(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("credential-process")).Exits(0);

        Assert.Equal(string.Empty, run.Error);
        using var document = JsonDocument.Parse(run.Output);
        var root = document.RootElement;
        Assert.Equal(
            ["Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "AccountId"],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal((1, "222222222222"), (root.GetProperty("Version").GetInt32(), root.GetProperty("AccountId").GetString()));
        Assert.True(root.GetProperty("Expiration").GetDateTimeOffset() > DateTimeOffset.UtcNow);
    }

    [Theory, EachBuild]
    public async Task Prints_nothing_for_the_reader_when_it_fails(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("credential-process", "--role-arn", Stage.Denied)).Exits(4);

        Assert.Equal(string.Empty, run.Output);
        Assert.StartsWith("assumerole: AssumeDenied: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory, EachBuild]
    public async Task Starts_from_the_profile_that_is_named_and_not_from_AWS_PROFILE(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        Configure(stage, $"""
            [profile base]
            {Operator}
            [profile other]
            credential_process = exit 9
            """);
        stage.Variables["AWS_PROFILE"] = "other";

        var run = (await stage.RunAsync("whoami", "--profile-name", "base")).Exits(0);

        Assert.Equal("arn:aws:iam::111111111111:user/operator", run.Lines[0]);
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Serves_a_profile_that_starts_from_another(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        Configure(stage, $"""
            [profile base]
            role_arn = {Role1}
            credential_source = Ec2InstanceMetadata
            [profile task]
            credential_process = assumerole credential-process --role-arn {Role2} --profile-name base
            """);
        stage.Variables["AWS_PROFILE"] = "task";

        var run = (await stage.RunAsync("whoami")).Exits(0);

        Assert.Equal("arn:aws:sts::033145145979:assumed-role/role2/concourse-task", run.Lines[0]);
    }

    [Theory]
    [EachBuild("--profile-name loop", Needs = Needs.Unix)]
    [EachBuild("", Needs = Needs.Unix)]
    public async Task Ends_when_a_profile_calls_itself(Build build, string name)
    {
        await using var stage = await Stage.StartAsync(build);
        Configure(stage, $"""
            [profile loop]
            credential_process = assumerole credential-process {name}
            """);
        stage.Variables["AWS_PROFILE"] = "loop";

        var run = (await stage.RunAsync("credential-process")).Exits(3);

        Assert.Equal(string.Empty, run.Output);
        var line = Assert.Single(run.ErrorLines);
        Assert.StartsWith("assumerole: CredentialProcessRecursion: loop: The profile's credential_process calls itself.", line, StringComparison.Ordinal);
        Assert.Empty(stage.Sandbox.Calls);
    }

    private static void Configure(Stage stage, string text) =>
        stage.Variables["AWS_CONFIG_FILE"] = stage.Write("config", text);
}
