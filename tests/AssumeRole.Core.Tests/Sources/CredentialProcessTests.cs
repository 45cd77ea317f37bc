using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sources;

namespace AssumeRole.Core.Tests.Sources;

public sealed class CredentialProcessTests : IDisposable
{
    private const string Document =
        """{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"s","SessionToken":"t","Expiration":"2026-03-04T08:06:07+02:00"}""";

    private readonly SourceBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task What_the_process_prints_is_taken()
    {
        var credentials = await PrintAsync(Document);

        Assert.Equal(new AwsKeys("ASIAPROCESS", new Secret("s"), new Secret("t")), credentials.Keys);
        Assert.Equal(("credential process of profile ci", Sample.Expiration), (credentials.Origin, credentials.Expiration));
    }

    [Fact]
    public async Task Token_and_expiration_may_be_left_out()
    {
        var credentials = await PrintAsync("""{"Version":1,"AccessKeyId":"AKIA","SecretAccessKey":"s"}""");

        Assert.Null(credentials.Keys!.SessionToken);
        Assert.Null(credentials.Expiration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("wJalrXUtnFEMI")]
    [InlineData("""{"Version":1,"AccessKeyId":"AKIA","SecretAccessKey":"wJalrXUtnFEMI" """)]
    [InlineData("""{"Version":2,"AccessKeyId":"AKIA","SecretAccessKey":"wJalrXUtnFEMI"}""")]
    [InlineData("""{"Version":"1","AccessKeyId":"AKIA","SecretAccessKey":"wJalrXUtnFEMI"}""")]
    [InlineData("""{"Version":"wJalrXUtnFEMI","AccessKeyId":"AKIA","SecretAccessKey":"wJalrXUtnFEMI"}""")]
    [InlineData("""{"AccessKeyId":"AKIA","SecretAccessKey":"wJalrXUtnFEMI"}""")]
    [InlineData("""{"Version":1,"SecretAccessKey":"wJalrXUtnFEMI"}""")]
    [InlineData("""{"Version":1,"AccessKeyId":"AKIA","SecretAccessKey":""}""")]
    [InlineData("null")]
    public async Task Garbage_is_an_error_without_its_text(string text)
    {
        var error = await Assert.ThrowsAsync<AssumeRoleException>(() => PrintAsync(text));

        Assert.Equal(("CredentialProcessFailed", "ci"), (error.Finding.Id, error.Finding.Target));
        Assert.DoesNotContain("wJal", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("wJal", error.Finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\"", "''")]
    [InlineData("\"never\"", "'never'")]
    [InlineData("1772604367", "'1772604367'")]
    public async Task An_Expiration_that_is_no_time_is_named_with_its_value(string value, string shown)
    {
        var text = $$"""{"Version":1,"AccessKeyId":"AKIA","SecretAccessKey":"s","Expiration":{{value}}}""";

        var finding = await Sample.FindingOfAsync(() => PrintAsync(text));

        Assert.Equal(("CredentialProcessFailed", "ci"), (finding.Id, finding.Target));
        Assert.Contains($"Expiration in its document is {shown}", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_inside_three_others_is_a_circle()
    {
        bench.Variables.Set(CredentialProcess.DepthVariable, "3");

        Assert.Equal("CredentialProcessRecursion", (await Sample.FindingOfAsync(() => PrintAsync(Document))).Id);
    }

    [Fact]
    public async Task What_went_to_stderr_loses_the_secrets_that_the_process_was_given_and_printed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command is one of sh.");
        bench.Variables.Set("AWS_SECRET_ACCESS_KEY", "secret-of-the-caller");

        var finding = await Sample.FindingOfAsync(() => RunAsync(
            $"{Print("""{"SecretAccessKey":"secret-of-the-process"}""")}; echo \"$AWS_SECRET_ACCESS_KEY secret-of-the-process\" >&2; exit 7"));

        Assert.Equal("CredentialProcessFailed", finding.Id);
        Wording.Names(finding.Evidence, "7", "[masked] [masked]");
    }

    [Fact]
    public async Task An_exit_code_is_reported_with_what_went_to_stderr()
    {
        var finding = await Sample.FindingOfAsync(() => RunAsync("echo not signed in 1>&2 && exit 7"));

        Assert.Equal("CredentialProcessFailed", finding.Id);
        Wording.Names(finding.Evidence, "7", "not signed in");
    }

    [Fact]
    public async Task A_path_and_an_argument_with_blanks_are_quoted_as_in_the_shell()
    {
        var document = bench.Write("a document.json", Document);
        var program = bench.Write("a tool.cmd", OperatingSystem.IsWindows() ? "@type %1\r\n" : "#!/bin/sh\ncat \"$1\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Equal("ASIAPROCESS", (await RunAsync($"\"{program}\" \"{document}\"")).Keys!.AccessKeyId);
    }

    [Theory]
    [InlineData("tool", "/d /s /c \"tool\"")]
    [InlineData("""
        "C:\Program Files\x\tool.exe" --arg "a b"
        """, """
        /d /s /c ""C:\Program Files\x\tool.exe" --arg "a b""
        """)]
    public void Cmd_gets_the_command_as_it_is(string command, string arguments) => Assert.Equal(arguments, WindowsShell.ArgumentsFor(command));

    [Fact]
    public async Task A_document_of_a_process_that_fails_is_not_taken() =>
        Assert.Equal("CredentialProcessFailed", (await Sample.FindingOfAsync(() => PrintAsync(Document, "exit 1"))).Id);

    [Fact]
    public async Task The_process_does_not_see_our_session_but_the_environment_before_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command below is one of sh.");
        bench.Variables.Set("AWS_ACCESS_KEY_ID", "AKIAUSER");
        bench.Variables.Set("MINE", "1");
        bench.Environment.Use(Sample.Session(), "eu-west-1", new FakeOwner());

        var credentials = await RunAsync(
            "printf '{\"Version\":1,\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\"}' "
            + "\"$AWS_ACCESS_KEY_ID/$MINE\" \"${AWS_SESSION_TOKEN-unset}/${AWS_SECRET_ACCESS_KEY-unset}/${AWS_REGION-unset}\"");

        Assert.Equal("AKIAUSER/1", credentials.Keys!.AccessKeyId);
        Assert.Equal("unset/unset/unset", credentials.Keys.SecretAccessKey.Reveal());
    }

    [Fact]
    public async Task The_process_is_given_no_input()
    {
        var reader = OperatingSystem.IsWindows() ? "more" : "cat";

        Assert.Equal("ASIAPROCESS", (await RunAsync($"{reader} && {Print(Document)}")).Keys!.AccessKeyId);
    }

    [Fact]
    public async Task Giving_up_ends_the_process()
    {
        bench.WriteConfig($"[profile ci]\ncredential_process = {(OperatingSystem.IsWindows() ? "ping -n 600 127.0.0.1" : "sleep 600")}");
        var selection = new AssumeRole.Sources.SourceSelection(CredentialSource.Profile, "ci");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => bench.CreateResolver().ResolveAsync(selection, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("head -c 1048577 /dev/zero")]
    [InlineData("cat /dev/zero")]
    [InlineData("trap '' PIPE TERM; cat /dev/zero; sleep 600")]
    public async Task Output_without_end_is_an_error_and_ends_the_process(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command is one of sh.");

        var finding = await Sample.FindingOfAsync(() => RunAsync(command));

        Assert.Equal(("CredentialProcessFailed", "ci"), (finding.Id, finding.Target));
        Wording.Names(finding.Evidence, "1048576");
    }

    [Fact]
    public async Task Much_output_to_stderr_does_not_stop_the_process()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command is one of sh.");

        Assert.Equal("ASIAPROCESS", (await RunAsync($"head -c 3000000 /dev/zero >&2; {Print(Document)}")).Keys!.AccessKeyId);
    }

    [Fact]
    public async Task A_process_that_does_not_end_is_given_up_after_a_minute()
    {
        var waiting = Sample.FindingOfAsync(() => RunAsync(OperatingSystem.IsWindows() ? "ping -n 600 127.0.0.1" : "sleep 600"));
        await Patience.AdvanceUntilAsync(bench.Time, waiting, TimeSpan.FromSeconds(1));

        var finding = await waiting;
        Assert.Equal(("CredentialProcessFailed", "ci"), (finding.Id, finding.Target));
        Wording.Names(finding.Evidence, "60 s");
    }

    [Theory]
    [InlineData("sleep 600 2>/dev/null &")]
    [InlineData("sleep 600 >/dev/null &")]
    public async Task A_program_that_is_left_behind_and_keeps_a_pipe_open_is_not_waited_for(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The command is one of sh.");
        bench.Variables.Set("PATH", Environment.GetEnvironmentVariable("PATH"));
        var profile = new AssumeRole.Profiles.AwsProfile("ci", new Dictionary<string, string>());
        var pidFile = bench.Write("pid", string.Empty);

        // By the system's clock: one that a test moves could let the process seem to be one that does not end.
        var waiting = CredentialProcess.RunAsync(
            profile, $"{command} echo $! >'{pidFile}'; {Print(Document)}", bench.Variables, TimeProvider.System, default);

        Assert.Equal("ASIAPROCESS", (await waiting).Keys!.AccessKeyId);
        var pid = int.Parse(await File.ReadAllTextAsync(pidFile), System.Globalization.CultureInfo.InvariantCulture);
        using var left = System.Diagnostics.Process.GetProcessById(pid);
        left.Kill();
    }

    private Task<SourceCredentials> PrintAsync(string text, string then = "exit 0") => RunAsync($"{Print(text)} && {then}");

    /// <summary>A command that prints a file, since cmd and sh quote differently.</summary>
    private string Print(string text)
    {
        var path = bench.Write("document.json", text);
        return OperatingSystem.IsWindows() ? $"type \"{path}\"" : $"cat '{path}'";
    }

    private Task<SourceCredentials> RunAsync(string command)
    {
        if (bench.Variables.Get("PATH") is null) bench.Variables.Set("PATH", Environment.GetEnvironmentVariable("PATH"));
        bench.WriteConfig($"[profile ci]\ncredential_process = {command}");
        return bench.ResolveProfileAsync("ci");
    }
}
