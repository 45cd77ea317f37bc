using System.Net;
using System.Net.Sockets;
using System.Text;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole serve under few descriptors and with outputs that take nothing: valid clients are served, and SIGTERM ends it.</summary>
public sealed class ServeUnderAttackTests
{
    private const int Silent = 1500;
    private const string Address = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    private const string Token = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

    // A reader that never reads, and no room left.
    private const string FullPipe = "mkfifo full; exec 3<>full; dd if=/dev/zero of=full bs=4096 oflag=nonblock 2>/dev/null; ";

    [Theory]
    [EachBuild("ulimit -Sn 256", Needs = Needs.Linux)]
    [EachBuild("ulimit -n 256", Needs = Needs.Linux)]
    [EachBuild("ulimit -n 1024", Needs = Needs.Linux)]
    public async Task Silent_connections_beyond_all_descriptors_keep_no_valid_client_out(Build build, string limit)
    {
        await using var stage = await Stage.StartAsync(build);
        using var process = StartShell(stage, $"{limit}; exec assumerole serve");
        var (address, token) = await ReadExportsAsync(process);
        var silent = new List<Socket>();
        try
        {
            for (var count = 0; count < Silent; count++) silent.Add(await ConnectAsync(address));
            for (var count = 0; count < 20; count++) Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(address, token), StringComparison.Ordinal);

            await process.SignalAsync("TERM");
            (await process.EndAsync()).Exits(0);
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }
    }

    [Theory]
    [EachBuild(FullPipe + "exec assumerole serve 2>full", Needs = Needs.Linux)]
    [EachBuild(FullPipe + "exec assumerole serve --verbose 2>full", Needs = Needs.Linux)]
    [EachBuild("exec assumerole serve 2>/dev/full", Needs = Needs.Linux)]
    [EachBuild("exec assumerole serve 2>&-", Needs = Needs.Linux)]
    public async Task A_log_that_nothing_takes_holds_neither_clients_nor_the_end(Build build, string line)
    {
        await using var stage = await Stage.StartAsync(build);
        using var process = StartShell(stage, line);
        var (address, token) = await ReadExportsAsync(process);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AskAsync(new Uri(address, "/wrong"), token)));
        for (var count = 0; count < 20; count++) Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(address, token), StringComparison.Ordinal);

        await process.SignalAsync("TERM");
        (await process.EndAsync()).Exits(0);
    }

    // The JIT's host has files of its own open when the program starts, and may have a closed descriptor's number.
    [Theory]
    [EachBuild("", Needs = Needs.Linux)]
    [EachBuild(">&- 2>&-", Needs = Needs.Linux, NativeOnly = true)]
    [EachBuild(">/dev/full 2>/dev/full", Needs = Needs.Linux)]
    public async Task A_role_on_a_port_is_served_without_a_line_that_says_so(Build build, string streams)
    {
        await using var stage = await Stage.StartAsync(build);
        using var held = new HeldPort();
        using var process = StartShell(stage, $"exec assumerole serve --dialect instance-metadata --port {held.Number} {streams}");
        var health = new Uri($"http://127.0.0.1:{held.Number}/healthz");

        var answer = "";
        await Patience.UntilAsync(() => (answer = TryAsk(health)).Length > 0);
        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);

        await process.SignalAsync("TERM");
        (await process.EndAsync()).Exits(0);
    }

    [Theory, EachBuild(Needs = Needs.Linux)]
    public async Task A_reader_that_does_not_take_the_address_does_not_keep_the_end(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        using var held = new HeldPort();
        using var process = StartShell(stage, FullPipe + $"exec assumerole serve --port {held.Number} >full");

        // It listens, and next is the line for clients.
        await Patience.UntilAsync(() => TryAsk(new Uri($"http://127.0.0.1:{held.Number}/healthz")).Length > 0);
        await process.SignalAsync("TERM");

        (await process.EndAsync()).Exits(130);
    }

    [Theory]
    [EachBuild(FullPipe + "exec assumerole exec --keep-fresh --verbose -- true 2>full", Needs = Needs.Linux)]
    [EachBuild("exec assumerole exec --keep-fresh --verbose -- true >/dev/full 2>/dev/full", Needs = Needs.Linux)]
    [EachBuild("exec assumerole exec --keep-fresh --verbose -- true >&- 2>&-", Needs = Needs.Linux)]
    [EachBuild("ulimit -n 256; exec assumerole exec --keep-fresh -- true", Needs = Needs.Linux)]
    public async Task A_program_is_run_whatever_its_log_meets_with(Build build, string line)
    {
        await using var stage = await Stage.StartAsync(build);
        using var process = StartShell(stage, line);

        (await process.EndAsync()).Exits(0);
    }

    // CoreCLR raises the limit before any line of this program runs.
    [Theory]
    [EachBuild("exec --", Needs = Needs.Linux, NativeOnly = true)]
    [EachBuild("exec --keep-fresh --", Needs = Needs.Linux, NativeOnly = true)]
    public async Task A_program_has_the_limit_of_descriptors_that_was_there_before(Build build, string verb)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunProgramAsync("/bin/sh", "-c", $"ulimit -Sn 256; exec assumerole {verb} sh -c 'ulimit -Sn'")).Exits(0);

        Assert.Equal("256", Assert.Single(run.Lines));
    }

    // CoreCLR takes the first SIGABRT from another process and goes on.
    [Theory, EachBuild(Needs = Needs.Linux, NativeOnly = true)]
    public async Task A_process_that_is_killed_leaves_no_core(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        var control = await stage.RunProgramAsync("/bin/sh", "-c", "ulimit -c unlimited && sh -c 'kill -ABRT $$'; ls");
        Assert.SkipUnless(LeavesCore(control), "This machine writes no core files.");
        foreach (var file in Directory.GetFiles(stage.Folder, "*core*")) File.Delete(file);

        using var process = StartShell(stage, "ulimit -c unlimited; exec assumerole serve");
        await ReadExportsAsync(process);
        await process.SignalAsync("ABRT");
        await process.EndAsync();

        Assert.Empty(Directory.GetFiles(stage.Folder, "*core*"));
    }

    [Theory, EachBuild(Needs = Needs.Linux)]
    public async Task A_program_that_is_run_can_leave_a_core(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        Assert.SkipUnless(
            LeavesCore(await stage.RunProgramAsync("/bin/sh", "-c", "ulimit -c unlimited && sh -c 'kill -ABRT $$'; ls")), "This machine writes no core files.");
        foreach (var file in Directory.GetFiles(stage.Folder, "*core*")) File.Delete(file);

        Assert.True(LeavesCore(await stage.RunProgramAsync("/bin/sh", "-c", "ulimit -c unlimited; assumerole exec -- sh -c 'kill -ABRT $$'; ls")));
    }

    private static bool LeavesCore(Run run) => run.Output.Contains("core", StringComparison.Ordinal);

    private static RunningProcess StartShell(Stage stage, string line) => stage.StartProgram("/bin/sh", "-c", line);

    private static async Task<(Uri Address, string Token)> ReadExportsAsync(RunningProcess process)
    {
        var address = await ReadAsync(Address);
        return (new Uri(address), await ReadAsync(Token));

        async Task<string> ReadAsync(string name)
        {
            var line = await process.ReadLineAsync() ?? string.Empty;
            Assert.StartsWith($"export {name}='", line, StringComparison.Ordinal);
            return line[$"export {name}='".Length..^1];
        }
    }

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(enable: true, seconds: 0) };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port).WaitAsync(Patience.Limit);
        return socket;
    }

    private static async Task<string> AskAsync(Uri address, string token)
    {
        using var socket = await ConnectAsync(address);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {address.AbsolutePath} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n"));
        var buffer = new byte[64];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer).WaitAsync(Patience.Limit));
    }

    private static string TryAsk(Uri address)
    {
        try
        {
            return AskAsync(address, "none").GetAwaiter().GetResult();
        }
        catch (SocketException)
        {
            // It does not listen yet.
            return "";
        }
    }
}
