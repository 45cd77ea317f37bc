using System.Net;
using System.Net.Sockets;
using AssumeRole.Serving.Tests.Http;
using AssumeRole.Endpoint;
using AssumeRole.Findings;

namespace AssumeRole.Serving.Tests.Endpoint;

public sealed class ListenRulesTests : ServerTest
{
    private static readonly CredentialRoute Route = CredentialRoute.Container("deploy", new FakeSession());
    private static readonly CredentialServerOptions Everywhere = new() { Addresses = [IPAddress.Any] };

    [Fact]
    public async Task Nobody_listens_beyond_loopback_by_mistake()
    {
        await AssertRefusedAsync(Everywhere, Route);
        await AssertRefusedAsync(Everywhere with { AllowedClients = [ListenAddress.ParseClients("10.0.0.0/8")] }, Route);
        await AssertRefusedAsync(Everywhere with { AllowNonLoopback = true }, Route);
        await AssertRefusedAsync(new(), CredentialRoute.InstanceMetadata("deploy", new FakeSession(), new(IPAddress.Any, 0)));
        await AssertRefusedAsync(new(), CredentialRoute.InstanceMetadata("deploy", new FakeSession(), new(IPAddress.IPv6Any, 0)));
        await AssertRefusedAsync(new() { Addresses = [IPAddress.Parse("192.0.2.1")] }, Route);
    }

    [Fact]
    public async Task Beyond_loopback_only_clients_of_the_list_get_an_answer()
    {
        var allowed = Everywhere with { AllowNonLoopback = true, AllowedClients = [ListenAddress.ParseClients("127.0.0.2"), ListenAddress.ParseClients("10.0.0.0/8")] };
        await StartAsync(allowed, Route);

        Assert.StartsWith("HTTP/1.1 200 ", await AskFromAsync("127.0.0.2"), StringComparison.Ordinal);
        Assert.Equal("", await AskFromAsync("127.0.0.3"));
        Assert.Equal(
            ("ClientUnknown", "127.0.0.3", null),
            Log.Where(one => one.Kind == ServerEventKind.Refused).Select(one => (one.Reason, one.Client!.ToString(), one.Status)).Single());
    }

    [Fact]
    public async Task Beyond_loopback_one_client_has_its_share_of_connections()
    {
        var allowed = Everywhere with { AllowNonLoopback = true, AllowedClients = [ListenAddress.ParseClients("127.0.0.0/8")], MaxConnectionsPerClient = 1 };
        await StartAsync(allowed, Route);
        using var first = await RawClient.ConnectAsync(IPAddress.Loopback, Server.Addresses[0].Address.Port);
        await Patience.UntilAsync(() => Server.ConnectionCount == 1);

        Assert.Equal("", await AskFromAsync("127.0.0.1"));
        Assert.StartsWith("HTTP/1.1 200 ", await AskFromAsync("127.0.0.2"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1 ::1", "", "127.0.0.1")]
    [InlineData("0.0.0.0", "127.0.0.0/8", "127.0.0.1")]
    [InlineData("127.0.0.1 127.0.0.9 192.0.2.1", "127.0.0.9 192.0.2.0/24", "127.0.0.9")]
    [InlineData("127.0.0.1 192.0.2.1", "192.0.2.0/24", "192.0.2.1")]
    [InlineData("127.0.0.1 192.0.2.1", "192.0.2.7", "192.0.2.1")]
    [InlineData("0.0.0.0", "fd00::/8", "127.0.0.1")]
    public void The_address_to_give_to_clients_is_one_that_lets_them_in(string where, string clients, string expected) => Assert.Equal(
        expected,
        ListenRules.AddressFor(
            [.. where.Split(' ').Select(IPAddress.Parse)],
            [.. clients.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ListenAddress.ParseClients)]).ToString());

    [Fact]
    public async Task The_address_that_is_printed_for_all_addresses_lets_its_reader_in()
    {
        await StartAsync(Everywhere with { AllowNonLoopback = true, AllowedClients = [ListenAddress.ParseClients("127.0.0.1")] }, Route);

        Assert.Equal(200, (await GetAsync(Server.Addresses[0])).Status);
    }

    [Fact]
    public async Task The_address_that_a_client_connected_to_is_a_host_too()
    {
        await StartAsync(new() { Addresses = [IPAddress.Parse("127.0.0.5")] }, Route);

        Assert.Equal("127.0.0.5", Server.Addresses[0].Address.Host);
        Assert.Equal(200, (await GetAsync(Server.Addresses[0])).Status);
        Assert.Equal(403, (await SendAsync("GET", Server.Addresses[0].Address, ("Host", "127.0.0.6"))).Status);
    }

    [Fact]
    public async Task Two_roles_have_two_ports_and_a_port_that_is_taken_is_said_so_with_nothing_left_open()
    {
        await StartAsync(null, CredentialRoute.InstanceMetadata("deploy", new FakeSession()), Route);
        var taken = Server.Addresses[0].Address.Port;

        // An address that no other test uses: a port of 127.0.0.1 that was free may be another test's a moment later.
        var own = IPAddress.Parse("127.0.0.77");
        var free = FreePort(own);

        var finding = await Sample.FindingOfAsync(() => CredentialServer.StartAsync(
            new(),
            [
                CredentialRoute.InstanceMetadata("first", new FakeSession(), new(own, free)),
                CredentialRoute.InstanceMetadata("second", new FakeSession(), new(IPAddress.Loopback, taken)),
            ],
            Time));

        Assert.NotEqual(taken, Server.Addresses[1].Address.Port);
        Assert.Equal((nameof(FindingCatalogue.PortUnavailable), $"127.0.0.1:{taken}"), (finding.Id, finding.Target));
        using var again = new TcpListener(own, free);
        again.Start();
    }

    [Fact]
    public async Task What_clients_are_told_has_no_slash_at_the_end()
    {
        await StartAsync(null, CredentialRoute.InstanceMetadata("deploy", new FakeSession()), Route);

        Assert.Matches(@"^http://127\.0\.0\.1:\d+$", Server.Addresses[0].Value);
        Assert.Equal(Server.Addresses[1].Address.ToString(), Server.Addresses[1].Value);
    }

    [Theory]
    [InlineData("172.17.0.0/16", "172.17.0.0/16")]
    [InlineData("172.17.0.2", "172.17.0.2/32")]
    [InlineData("fd00::/8", "fd00::/8")]
    [InlineData("::1", "::1/128")]
    public void A_client_is_an_address_or_a_range(string text, string range) => Assert.Equal(range, ListenAddress.ParseClients(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("10")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("010.0.0.1")]
    [InlineData("localhost")]
    public void What_is_neither_is_refused(string text) =>
        Assert.Equal((nameof(FindingCatalogue.ListenRefused), text), Sample.FindingOf(() => ListenAddress.ParseClients(text)) is var one ? (one.Id, one.Target) : default);

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10", false)]
    [InlineData("010.0.0.1", false)]
    [InlineData("localhost", false)]
    public void An_address_to_listen_on_is_written_in_full(string text, bool isAddress)
    {
        if (isAddress) Assert.Equal(text, ListenAddress.Parse(text).ToString());
        else Assert.Equal(nameof(FindingCatalogue.ListenRefused), Sample.FindingOf(() => ListenAddress.Parse(text)).Id);
    }

    private async Task AssertRefusedAsync(CredentialServerOptions options, CredentialRoute route) => Assert.Equal(
        nameof(FindingCatalogue.ListenRefused),
        (await Sample.FindingOfAsync(() => CredentialServer.StartAsync(options, [route], Time))).Id);

    private static int FreePort(IPAddress address)
    {
        using var probe = new TcpListener(address, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Asks for the session from one of this machine's many loopback addresses.</summary>
    private async Task<string> AskFromAsync(string source)
    {
        var (address, token) = (Server.Addresses[0].Address, Server.Addresses[0].Token!.Reveal());
        using var client = await RawClient.ConnectAsync(IPAddress.Loopback, address.Port, IPAddress.Parse(source));
        try
        {
            await client.SendAsync($"GET {address.AbsolutePath} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {token}\r\nConnection: close\r\n\r\n");
            return await client.ReceiveAllAsync();
        }
        catch (SocketException)
        {
            return "";
        }
    }
}
