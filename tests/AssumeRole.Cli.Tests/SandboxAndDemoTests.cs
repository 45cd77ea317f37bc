using System.Net.Sockets;
using System.Text.RegularExpressions;
using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole sandbox and assumerole demo.</summary>
public sealed partial class SandboxAndDemoTests
{
    [Theory]
    [EachBuild("TERM", Needs = Needs.Unix)]
    [EachBuild("INT", Needs = Needs.Interrupt)]
    public async Task The_sandbox_ends_on_a_signal_and_its_listener_is_gone(Build build, string signal)
    {
        await using var stage = await Stage.StartAsync(build);
        using var process = stage.Start("sandbox");
        Assert.StartsWith("unset AWS_PROFILE ", await process.ReadLineAsync(), StringComparison.Ordinal);
        var port = 0;
        while (port == 0) port = await process.ReadLineAsync() is { } line ? PortIn(line) : throw new EndOfStreamException();
        Assert.True(await ListensAsync(port));

        await process.SignalAsync(signal);

        var run = (await process.EndAsync()).Exits(0);
        Assert.Contains($" http://127.0.0.1:{port}/. ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.False(await ListensAsync(port));
    }

    [Theory, EachBuild(Needs = Needs.Bash)]
    public async Task The_sandbox_prints_what_points_a_shell_at_it(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        foreach (var name in stage.Variables.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToArray())
            if (name != Stage.MetadataTimeout) stage.Variables.Remove(name);
        stage.Variables["AWS_PROFILE"] = "real";

        var run = (await stage.BashAsync("""
            set -euo pipefail
            coproc assumerole sandbox
            pid=$COPROC_PID
            while read -r line <&"${COPROC[0]}"; do eval "$line"; [[ $line == *no_proxy* ]] && break; done
            assumerole whoami
            kill -TERM "$pid"
            wait "$pid"
            echo "ended with $?"
            """)).Exits(0);

        Assert.Equal([Stage.Worker, "account 111111111111, from instance role concourse-worker", "ended with 0"], run.Lines);
        Assert.Empty(stage.Sandbox.Calls);
    }

    [Theory, EachBuild]
    public async Task The_sandbox_names_what_is_wrong_with_its_world(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        var world = stage.Write("world.json", "{ \"roles\": 1 }");

        var run = await stage.RunAsync("sandbox", "--world", world);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal(string.Empty, run.Output);
        Assert.StartsWith("assumerole: WorldInvalid: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory, EachBuild]
    public async Task The_demo_goes_the_whole_way_and_puts_everything_back(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync("demo")).Exits(0);

        Assert.Equal(string.Empty, run.Error);
        Assert.Equal("The environment is as it was.", run.Lines[^1]);
        Assert.Equal(6, run.Lines.Count(line => line.StartsWith("# ", StringComparison.Ordinal)));
        Assert.Equal(5, run.Lines.Count(line => line.StartsWith("├─ ✔ ", StringComparison.Ordinal)));
        Assert.Contains(run.Lines, line => ChildLine().IsMatch(line));
        Assert.Contains("After it: account 222222222222 again.", run.Lines);
        Assert.Contains(run.Lines, line => line.StartsWith("AssumeDenied: ", StringComparison.Ordinal));
        Assert.DoesNotMatch("SANDBOX(SECRET|TOKEN)", run.Output);
        Assert.Empty(stage.Sandbox.Calls);
    }

    private static int PortIn(string line) =>
        EndpointLine().Match(line) is { Success: true } match ? int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex("^A child process sees: key ASIA[A-Z0-9]{16}, secret of 40 characters, ends [-0-9]{10}T[:0-9]{8}Z$")]
    private static partial Regex ChildLine();

    [GeneratedRegex("^export AWS_ENDPOINT_URL_STS='http://127\\.0\\.0\\.1:([0-9]+)'$")]
    private static partial Regex EndpointLine();
}
