using System.Net;
using System.Text.Json;
using AssumeRole.Endpoint;
using AssumeRole.Findings;

namespace AssumeRole.Serving.Tests.Endpoint;

public sealed class ServerLogTests : ServerTest
{
    private readonly FakeSession deploy = new();
    private readonly FakeSession audit = new("audit");

    private CredentialAddress Deploy => Server.Addresses[0];

    private IEnumerable<ServerEventKind> Kinds => Log.Select(one => one.Kind);

    [Fact]
    public async Task A_session_is_told_of_once_however_often_it_is_served()
    {
        await StartTwoAsync();
        for (var count = 0; count < 5; count++) await GetAsync(Deploy);
        deploy.Latest = Sample.Session("renewed", Sample.Expiration.AddHours(1));
        for (var count = 0; count < 5; count++) await GetAsync(Deploy);

        var served = Log.Where(one => one.Kind == ServerEventKind.Served).ToArray();

        Assert.Equal([Sample.Expiration, Sample.Expiration.AddHours(1)], served.Select(one => one.Expiration!.Value));
        Assert.Equal(("deploy", "/team-a", IPAddress.Loopback, 200), (served[0].Role, served[0].Route, served[0].Client, served[0].Status));
    }

    [Fact]
    public async Task A_lack_is_told_of_once_until_it_is_over()
    {
        await StartTwoAsync();
        for (var round = 0; round < 2; round++)
        {
            deploy.Fail(FindingCatalogue.StsUnreachable);
            for (var count = 0; count < 3; count++) await GetAsync(Deploy);
            (deploy.LastFailure, deploy.Latest) = (null, Sample.Session($"again-{round}"));
            await GetAsync(Deploy);
        }

        Assert.Equal(
            [ServerEventKind.Unavailable, ServerEventKind.Served, ServerEventKind.Unavailable, ServerEventKind.Served],
            Kinds.Where(kind => kind != ServerEventKind.Started));
        Assert.Equal(
            ("StsUnreachable", 503),
            Log.Where(one => one.Kind == ServerEventKind.Unavailable).Select(one => (one.Reason, one.Status!.Value)).First());
    }

    [Fact]
    public async Task Start_and_stop_are_told_of_each_route()
    {
        await StartTwoAsync();
        await Server.DisposeAsync();

        Assert.Equal(
            [ServerEventKind.Started, ServerEventKind.Started, ServerEventKind.Stopped, ServerEventKind.Stopped], Kinds);
        Assert.Equal(["/team-a", "audit"], Log.Take(2).Select(one => one.Route));
        Assert.Matches(@"^http://127\.0\.0\.1:\d+$", Log.First().Address!);
    }

    [Fact]
    public async Task Guesses_beyond_the_bound_are_answered_429_and_counted_while_others_are_served()
    {
        await StartTwoAsync(new() { RefusalsPerSecond = 3 });

        var guesses = new List<int>();
        for (var count = 0; count < 10; count++) guesses.Add((await GuessAsync()).Status);
        Assert.Equal([403, 403, 403, 429, 429, 429, 429, 429, 429, 429], guesses);
        Assert.Equal(200, (await GetAsync(Deploy)).Status);

        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(403, (await GuessAsync()).Status);
        Assert.Equal([0, 0, 0, 7], Log.Where(one => one.Kind == ServerEventKind.Refused).Select(one => one.Suppressed));
        Assert.All(Log.Where(one => one.Kind == ServerEventKind.Refused), one => Assert.Equal(("TokenWrong", 403), (one.Reason, one.Status)));
    }

    [Fact]
    public async Task Guesses_at_one_port_do_not_count_at_another()
    {
        await StartTwoAsync(new() { RefusalsPerSecond = 1 });
        await GuessAsync();
        Assert.Equal(429, (await GuessAsync()).Status);

        Assert.Equal(401, (await SendAsync("GET", Server.Addresses[1].Address)).Status);
    }

    [Fact]
    public async Task What_is_no_HTTP_is_told_of_too()
    {
        await StartTwoAsync();
        using var client = await Http.RawClient.ConnectAsync(IPAddress.Loopback, Deploy.Address.Port);
        await client.SendAsync("GARBAGE\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", await client.ReceiveAllAsync(), StringComparison.Ordinal);

        var refused = Log.Single(one => one.Kind == ServerEventKind.Refused);

        Assert.Equal(("Malformed", 400, IPAddress.Loopback), (refused.Reason, refused.Status, refused.Client));
    }

    [Fact]
    public async Task What_this_program_does_wrong_is_told_without_its_words()
    {
        await StartTwoAsync();
        deploy.Pending = Task.FromException(new FormatException("token-of-deploy"));

        Assert.Equal(500, (await GetAsync(Deploy)).Status);

        Assert.Equal(nameof(FormatException), Log.Single(one => one.Kind == ServerEventKind.Faulted).Reason);
    }

    [Fact]
    public void A_file_that_is_new_is_its_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "server.log");

        using (ServerLogFile.Open(path, Time))
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_file_that_was_there_is_appended_to_and_keeps_its_mode()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("server.log", "{}\n");
        var mode = OperatingSystem.IsWindows() ? default : UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);

        using (var log = ServerLogFile.Open(path, Time))
            log.Write(new ServerEvent(Time.GetUtcNow(), ServerEventKind.Started) { Role = "deploy" });

        Assert.Equal(["{}", "deploy"], File.ReadLines(path).Select(line => line == "{}" ? line : JsonDocument.Parse(line).RootElement.GetProperty("role").GetString()));
        if (!OperatingSystem.IsWindows()) Assert.Equal(mode, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("/dev/full")]
    [InlineData("/dev/null")]
    public void A_log_that_nothing_takes_costs_its_server_nothing_and_says_how_much_is_missing(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /dev/full.");
        var log = ServerLogFile.Open(path, Time);
        for (var count = 0; count < 3; count++) log.Write(new ServerEvent(Time.GetUtcNow(), ServerEventKind.Started));

        log.Dispose();

        Assert.Equal(path == "/dev/full" ? "LogIncomplete" : null, log.FindLoss()?.Id);
    }

    [Fact]
    public async Task No_line_holds_a_secret()
    {
        await StartAsync(null, CredentialRoute.Container("deploy", deploy), CredentialRoute.InstanceMetadata("audit", audit));
        var token = (await SendAsync("PUT", new Uri(Server.Addresses[1].Address, "/latest/api/token"), ("X-aws-ec2-metadata-token-ttl-seconds", "60"))).Body;
        (string, string)[] metadata = [("X-aws-ec2-metadata-token", token), ("Authorization", Deploy.Token!.Reveal())];
        foreach (var path in new[] { "iam/security-credentials/audit", "iam/info", "iam/security-credentials/other", "none", "iam/" + token })
            await SendAsync("GET", new Uri(Server.Addresses[1].Address, "/latest/meta-data/" + path), metadata);
        await SendAsync("GET", Server.Addresses[1].Address, ("X-aws-ec2-metadata-token", token + "x"));
        await GetAsync(Deploy);
        await GuessAsync();
        await SendAsync("GET", Deploy.Address);
        await SendAsync("GET", new Uri(Deploy.Address, "/" + Deploy.Token.Reveal()));
        await SendAsync("GET", Deploy.Address, ("Host", Deploy.Token.Reveal()));
        deploy.Fail(FindingCatalogue.AssumeDenied);
        await GetAsync(Deploy);
        await Server.DisposeAsync();

        var lines = string.Join('\n', Log.Select(one => one.ToJson() + one));

        Assert.Equal(Enum.GetValues<ServerEventKind>().Length - 4, Kinds.Distinct().Count());
        foreach (var secret in new[] { "secret-of-", "token-of-", "ASIA-", token, Deploy.Token.Reveal(), Deploy.Address.AbsolutePath[1..] })
            Assert.DoesNotContain(secret, lines, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_is_one_line_of_JSON()
    {
        var renewal = new RenewalEvent(null, FindingCatalogue.AssumeDenied.For("role", "He said \"no\".\r\nTwice."));

        var line = ServerEvent.OfRenewal(new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero), ":9101", "deploy", renewal).ToJson();

        Assert.DoesNotContain('\n', line);
        Assert.StartsWith(
            """{"time":"2026-03-04T05:06:07.089Z","event":"renewalFailed","role":"deploy","route":":9101","reason":"AssumeDenied","message":""",
            line,
            StringComparison.Ordinal);
        Assert.Equal(renewal.Failure!.ToString(), JsonDocument.Parse(line).RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public void A_renewal_says_until_when() => Assert.Equal(
        """{"time":"2026-03-04T05:06:07.000Z","event":"renewed","role":"deploy","route":"/a","expiration":"2026-03-04T06:06:07Z"}""",
        ServerEvent.OfRenewal(Time.GetUtcNow(), "/a", "deploy", new RenewalEvent(Sample.Expiration, null)).ToJson());

    private Task StartTwoAsync(CredentialServerOptions? options = null) => StartAsync(
        options, CredentialRoute.Container("deploy", deploy, "/team-a"), CredentialRoute.InstanceMetadata("audit", audit));

    private Task<(int Status, string Body)> GuessAsync() =>
        SendAsync("GET", Deploy.Address, ("Authorization", new string('x', Deploy.Token!.Reveal().Length)));
}
