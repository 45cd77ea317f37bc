using System.Net.Sockets;
using Amazon.Runtime;
using AssumeRole.Connections;
using AssumeRole.Credentials;
using AssumeRole.Http;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests;

/// <summary>An STS that says nothing, by how far a request came.</summary>
public sealed class SilentStsTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private static readonly AwsKeys Keys = new("AKIACALLER", new Secret("secret-of-caller"), null);
    private static readonly RoleRequest Request =
        new() { Role = RoleArn.Parse("arn:aws:iam::222222222222:role/deploy"), SessionName = "task" };

    [Fact]
    public async Task Silence_is_a_fault_without_a_code_once_the_time_is_over()
    {
        await using var server = new RecordingServer(request => request.Method == "GET" ? HttpResponse.Text(200, "text/plain", "") : HttpResponse.Silence);
        using var handler = new BoundedAnswers(useProxy: false);
        // The connection is there before the time begins, however busy this machine is.
        using (var patient = new HttpClient(handler, disposeHandler: false))
            await patient.GetAsync(server.Url, TestContext.Current.CancellationToken);
        using var http = new HttpClient(handler, disposeHandler: false) { Timeout = Short };

        var fault = await FaultOfAsync(new SecurityTokenService { Connections = new Factory(http) }, server.Endpoint);

        Assert.Equal(("", 0, "StsSilent"), (fault.Code, fault.Status, fault.Kind.Id));
        Assert.DoesNotContain("cancel", fault.Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(fault.IsRetryable);
    }

    /// <summary>A server that accepts and reads, where TLS should begin.</summary>
    [Fact]
    public async Task Silence_in_the_handshake_of_TLS_is_silence_too()
    {
        using var http = new HttpClient(new BoundedAnswers(useProxy: false));
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var asking = FaultOfAsync(
            new SecurityTokenService { Connections = new Factory(http) }, new StsEndpoint("eu-west-1", new Uri($"https://{listener.LocalEndpoint}")));
        using var socket = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await socket.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken);

        // What a time-out does.
        http.CancelPendingRequests();

        Assert.Equal("StsSilent", (await asking).Kind.Id);
    }

    [Fact]
    public async Task A_network_that_drops_every_packet_makes_STS_unreachable()
    {
        var connections = new TracedConnections(async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("Nothing connects.");
        });

        var fault = await FaultOfAsync(Over(connections, Short), new StsEndpoint("eu-west-1"));

        Assert.Equal(("", "StsUnreachable"), (fault.Code, fault.Kind.Id));
        Assert.StartsWith("No connection", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cancel", fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(SocketError.TooManyOpenSockets)]
    [InlineData(SocketError.NoBufferSpaceAvailable)]
    public async Task A_machine_without_sockets_or_buffers_is_not_an_STS_that_cannot_be_reached(SocketError error)
    {
        var connections = new TracedConnections((_, _) => throw new SocketException((int)error));

        var fault = await FaultOfAsync(Over(connections), new StsEndpoint("eu-west-1"));

        Assert.Equal(("", "LocalResourcesExhausted"), (fault.Code, fault.Kind.Id));
        Assert.True(fault.IsRetryable);
    }

    [Fact]
    public async Task A_machine_without_memory_is_not_one_either()
    {
        var connections = new TracedConnections((_, _) => throw new InsufficientMemoryException());

        var fault = await FaultOfAsync(Over(connections), new StsEndpoint("eu-west-1"));

        Assert.Equal("LocalResourcesExhausted", fault.Kind.Id);
    }

    private static SecurityTokenService Over(TracedConnections connections, TimeSpan? timeout = null) => new()
    {
        Connections = new Factory(new HttpClient(new BoundedAnswers(useProxy: false, connections: connections)) { Timeout = timeout ?? Timeout.InfiniteTimeSpan }),
    };

    private static async Task<StsFault> FaultOfAsync(SecurityTokenService service, StsEndpoint endpoint) =>
        (await Assert.ThrowsAsync<StsException>(() => service.AssumeRoleAsync(Request, Keys, endpoint, default))).Fault;

    private sealed class Factory(HttpClient http) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http;

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
