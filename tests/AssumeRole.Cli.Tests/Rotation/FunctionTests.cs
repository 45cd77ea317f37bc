using System.Text.Json;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Sandbox.Worlds;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests.Rotation;

/// <summary>The executable as Lambda starts it: without a word, beside a runtime interface.</summary>
public sealed class FunctionTests
{
    [Theory, EachBuild]
    public async Task An_event_is_rotated_and_answered_and_a_bad_one_before_it_is_named(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        await using var runtime = new RuntimeInterface("""{"name": "example-team", "accounts": []}""", Teams.Example);
        using var reader = new SecretReader(stage.Sandbox.Endpoint);

        var (posts, run) = await RunAsync(stage, runtime, 2);

        Assert.Equal(("/2018-06-01/runtime/invocation/id-1/error", "AssumeRole.TeamConfigurationInvalid"), (posts[0].Path, posts[0].ErrorType));
        Assert.Equal("TeamConfigurationInvalid", ErrorType(posts[0]));
        Assert.Equal(
            ("/2018-06-01/runtime/invocation/id-2/response", """{"total":1,"rotated":1,"kept":0,"failed":0}"""), (posts[1].Path, posts[1].Body));
        Assert.NotNull(await reader.GetSecretAsync(Teams.Path));
        Assert.StartsWith("TeamConfigurationInvalid: ", run.ErrorLines[0], StringComparison.Ordinal);
        Assert.Equal(["Rotated"], run.ErrorLines[1..].Members("status"));
        Assert.All(
            RotateSecretTests.Secrets(stage),
            secret => Assert.DoesNotContain(secret, run.Output + run.Error + string.Concat(posts.Select(post => post.Body)), StringComparison.Ordinal));
    }

    [Theory, EachBuild]
    public async Task An_account_that_fails_is_the_functions_error_and_the_other_is_written(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        await using var runtime = new RuntimeInterface(Teams.HalfBroken);
        using var reader = new SecretReader(stage.Sandbox.Endpoint);

        var (posts, run) = await RunAsync(stage, runtime, 1);

        Assert.Equal(("RotationIncomplete", "AssumeRole.RotationIncomplete"), (ErrorType(posts[0]), posts[0].ErrorType));
        Assert.Contains("1 of 2: example-team/broken (AssumeDenied).", posts[0].Body, StringComparison.Ordinal);
        Assert.NotNull(await reader.GetSecretAsync(Teams.Path));
        Assert.Equal([null, "AssumeDenied"], run.ErrorLines.Where(line => line.StartsWith('{')).Members("findingId").Order(StringComparer.Ordinal));
        Assert.All(
            RotateSecretTests.Secrets(stage),
            secret => Assert.DoesNotContain(secret, run.Error + posts[0].Body, StringComparison.Ordinal));
    }

    [Theory, EachBuild]
    public async Task Before_the_time_is_over_the_function_says_what_is_left_and_takes_the_next_event(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Break(faults => faults with { Sts = new WorldAnswers { DelayMilliseconds = 3_600_000 } });
        // Of these two seconds are for the answer; in the others a busy machine must have come as far as STS.
        await using var runtime = new RuntimeInterface(Teams.Example, "{}") { Timeout = TimeSpan.FromSeconds(20) };

        var (posts, run) = await RunAsync(stage, runtime, 2);

        Assert.Equal("RotationIncomplete", ErrorType(posts[0]));
        Assert.Contains("1 of 1: example-team/divx-lab (RotationTimedOut).", posts[0].Body, StringComparison.Ordinal);
        Assert.Equal("TeamConfigurationInvalid", ErrorType(posts[1]));
        Assert.Contains("\"findingId\":\"RotationTimedOut\"", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [EachBuild("ASSUMEROLE_STORE", "Vault", "VariableInvalid")]
    [EachBuild("SECRETS_MANAGER_PATH", "/concourse/{{.Pipeline}}", "PathTemplateInvalid")]
    public async Task A_start_that_is_in_vain_is_told_and_no_event_is_taken(Build build, string variable, string value, string id)
    {
        await using var stage = await Stage.StartAsync(build);
        await using var runtime = new RuntimeInterface(Teams.Example);
        stage.Variables["AWS_LAMBDA_RUNTIME_API"] = runtime.Authority;
        stage.Variables[variable] = value;

        var run = (await stage.RunAsync()).Exits(2);

        var post = Assert.Single(runtime.Posts);
        Assert.Equal(("/2018-06-01/runtime/init/error", $"AssumeRole.{id}", id), (post.Path, post.ErrorType, ErrorType(post)));
        Assert.StartsWith($"assumerole: {id}: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(stage.Sandbox.Calls);
    }

    [Theory]
    [EachBuild(500, 202, 1)]
    [EachBuild(403, 202, 1)]
    [EachBuild(0, 500, 1)]
    public async Task An_interface_that_refuses_ends_the_process(Build build, int endStatus, int postStatus, int posts)
    {
        await using var stage = await Stage.StartAsync(build);
        await using var runtime = new RuntimeInterface(Teams.Example) { EndStatus = endStatus, PostStatus = postStatus };
        stage.Variables["AWS_LAMBDA_RUNTIME_API"] = runtime.Authority;

        var run = (await stage.RunAsync()).Exits(1);

        Assert.Equal(posts, runtime.Posts.Count);
        Assert.Contains("assumerole: LambdaRuntimeUnreachable: ", run.Error, StringComparison.Ordinal);
    }

    [Theory, EachBuild]
    public async Task An_interface_that_is_gone_ends_the_process(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        var gone = new RuntimeInterface();
        stage.Variables["AWS_LAMBDA_RUNTIME_API"] = gone.Authority;
        await gone.DisposeAsync();

        Assert.Contains("assumerole: LambdaRuntimeUnreachable: ", (await stage.RunAsync()).Exits(1).Error, StringComparison.Ordinal);
    }

    [Theory, EachBuild]
    public async Task With_a_word_on_the_command_line_it_is_no_function(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables["AWS_LAMBDA_RUNTIME_API"] = "127.0.0.1:1";

        (await stage.RunAsync("whoami")).Exits(0);
    }

    /// <summary>Runs the function until it has told so much, and ends it as Lambda does.</summary>
    private static async Task<(IReadOnlyList<RuntimeInterface.Post> Posts, Run Run)> RunAsync(Stage stage, RuntimeInterface runtime, int posts)
    {
        stage.Variables["AWS_LAMBDA_RUNTIME_API"] = runtime.Authority;
        using var process = stage.Start();
        var told = await runtime.UntilPostedAsync(posts);
        process.Kill();
        return (told, await process.EndAsync());
    }

    private static string? ErrorType(RuntimeInterface.Post post) => JsonSerializer.Deserialize<JsonElement>(post.Body).GetProperty("errorType").GetString();
}
