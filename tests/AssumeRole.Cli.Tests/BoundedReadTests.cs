using AssumeRole.Cli.Tests.Running;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests;

/// <summary>What is read has bounds: a FIFO or a device is refused, a pipe of the shell's is read, and a signal ends any wait.</summary>
public sealed class BoundedReadTests
{
    private const string Device = "arn:aws:iam::111111111111:mfa/alice";

    [Theory]
    [EachBuild("AWS_CONFIG_FILE", "ProfileInvalid", Needs = Needs.Unix)]
    [EachBuild("AWS_SHARED_CREDENTIALS_FILE", "ProfileInvalid", Needs = Needs.Unix)]
    [EachBuild("AWS_WEB_IDENTITY_TOKEN_FILE", "WebIdentityInvalid", Needs = Needs.Unix)]
    [EachBuild("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "ContainerCredentialsUnavailable", Needs = Needs.Unix)]
    public async Task A_FIFO_or_a_device_in_a_variable_is_refused(Build build, string variable, string id)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:1/";
        if (variable.Contains("WEB", StringComparison.Ordinal)) stage.Variables["AWS_ROLE_ARN"] = Stage.Role;
        await MakeFifoAsync(stage);

        foreach (var path in new[] { Path.Combine(stage.Folder, "fifo"), "/dev/zero" })
        {
            stage.Variables[variable] = path;
            var run = await stage.RunAsync("env", "--verbose");

            Assert.Contains($"assumerole: {id}: ", run.Error, StringComparison.Ordinal);
            Assert.Contains(path, run.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>The SDK reads the user's files for whatever its client was not told, and a FIFO for ever.</summary>
    [Theory]
    [EachBuild("AWS_CONFIG_FILE", Needs = Needs.Unix)]
    [EachBuild("AWS_SHARED_CREDENTIALS_FILE", Needs = Needs.Unix)]
    public async Task A_FIFO_that_is_not_needed_holds_nothing_up(Build build, string variable)
    {
        await using var stage = await Stage.StartAsync(build);
        await MakeFifoAsync(stage);
        stage.Variables[variable] = Path.Combine(stage.Folder, "fifo");

        var run = (await stage.RunAsync("whoami", "--source", "instance", "--region", "eu-west-1")).Exits(0);

        Assert.Contains(Stage.Worker, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [EachBuild("serve --map", "MapInvalid", Needs = Needs.Unix)]
    [EachBuild("sandbox --world", "WorldInvalid", Needs = Needs.Unix)]
    [EachBuild("rotate --store File --team", "TeamConfigurationUnreadable", Needs = Needs.Unix)]
    public async Task A_FIFO_or_a_device_in_an_option_is_refused(Build build, string verb, string id)
    {
        await using var stage = await Stage.StartAsync(build);
        await MakeFifoAsync(stage);

        foreach (var path in new[] { Path.Combine(stage.Folder, "fifo"), "/dev/zero" })
            Assert.Contains($"assumerole: {id}: ", (await stage.RunAsync([.. verb.Split(' '), path])).Error, StringComparison.Ordinal);
    }

    [Theory]
    [EachBuild(Needs = Needs.Bash)]
    public async Task A_pipe_of_the_shell_is_a_file_to_read(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.BashAsync(
            "AWS_CONFIG_FILE=<(sleep 0.2; printf '[default]\\nregion = eu-north-1\\n') assumerole whoami --verbose --region eu-west-1; "
            + "assumerole serve --map <(echo '{}')")).Exits(2);

        Assert.Contains("MapInvalid", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("FIFO", run.Error, StringComparison.Ordinal);
        Assert.Contains(Stage.Worker, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [EachBuild("TERM", Needs = Needs.Script)]
    [EachBuild("INT", Needs = Needs.Script | Needs.Interrupt)]
    public async Task A_signal_ends_the_wait_for_an_MFA_code(Build build, string signal)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Write("send", $$"""
            i=0; while [ $i -lt 1000 ] && ! grep -q 'MFA code' $HOME/typescript; do sleep 0.05; i=$((i+1)); done
            kill -{{signal}} $(cat $HOME/pid)
            """);

        // A terminal is there, on which nothing is typed.
        var run = await stage.RunProgramAsync(
            "sh",
            "-c",
            "mkfifo $HOME/in && exec 3<>$HOME/in && { sh $HOME/send & } && script -qefc "
                + $"'sh -c \"echo \\$\\$ >$HOME/pid; exec assumerole env --reveal --serial-number {Device}\"' $HOME/typescript <&3; echo \"ended $?\"");

        Assert.Contains("ended 130", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [EachBuild(Needs = Needs.Unix)]
    public async Task A_signal_ends_the_wait_for_a_credential_process(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Write("config", "[profile slow]\ncredential_process = echo started >$HOME/started; exec sleep 600\n");
        stage.Variables["AWS_CONFIG_FILE"] = Path.Combine(stage.Folder, "config");

        using var waiting = stage.Start("env", "--profile-name", "slow");
        await Patience.UntilAsync(() => File.Exists(Path.Combine(stage.Folder, "started")));
        await waiting.SignalAsync("TERM");

        (await waiting.EndAsync()).Exits(130);
    }

    private static async Task MakeFifoAsync(Stage stage) => (await stage.RunProgramAsync("mkfifo", "fifo")).Exits(0);
}
