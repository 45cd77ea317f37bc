using System.Net;
using System.Net.Sockets;
using AssumeRole.Connections;
using AssumeRole.Metadata;

namespace AssumeRole.Core.Tests.Metadata;

/// <summary>
/// A task, a router and the metadata address in networks of their own, as a container, its host and EC2 are. Nothing is played:
/// the answer to the token request leaves with the IP time to live that the hop limit gives it, and the router takes one off.
/// </summary>
public sealed class RealNetworkTests
{
    private static readonly Lazy<string?> Obstacle = new(NetworkNamespace.FindObstacle);

    [Theory]
    [InlineData(1, "MetadataHopLimit")]
    [InlineData(2, null)]
    public async Task The_hop_limit_decides_whether_the_token_passes_a_router(short hopLimit, string? id)
    {
        Assert.SkipUnless(Obstacle.Value is null, Obstacle.Value ?? "");
        using var network = new RoutedNetwork();
        await using var service = network.Serve(hopLimit);

        // On a busy machine the answer that is compared with the silence takes its time too: give it more than the usual second.
        var diagnosis = await network.ProbeAsync("http://169.254.169.254", TimeSpan.FromSeconds(8));

        Assert.Equal(id, diagnosis.Finding?.Id);
        if (id is not null) Assert.Contains("GET without a token was answered with 401", diagnosis.Evidence, StringComparison.Ordinal);
        Assert.Contains("PUT /latest/api/token", service.Lines);
    }

    [Fact]
    public async Task An_address_that_nobody_has_is_silence_without_a_connection()
    {
        Assert.SkipUnless(Obstacle.Value is null, Obstacle.Value ?? "");
        using var network = new RoutedNetwork();
        network.Swallow("10.0.0.99");

        var diagnosis = await network.ProbeAsync("http://10.0.0.99");

        Assert.Equal("MetadataSilent", diagnosis.Finding?.Id);
        Assert.StartsWith("No connection opened.", diagnosis.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_to_which_no_route_leads_is_unreachable()
    {
        Assert.SkipUnless(Obstacle.Value is null, Obstacle.Value ?? "");
        using var network = new RoutedNetwork();

        var diagnosis = await network.ProbeAsync("http://192.0.2.1");

        Assert.Equal("MetadataUnavailable", diagnosis.Finding!.Id);
        Assert.StartsWith("No connection: ", diagnosis.Evidence, StringComparison.Ordinal);
    }

    /// <summary>Three networks: 10.0.0.2 is the task, 10.0.0.1 and 10.0.1.1 are the router, and behind it is the service.</summary>
    private sealed class RoutedNetwork : IDisposable
    {
        private readonly NetworkNamespace task = NetworkNamespace.Create();
        private readonly NetworkNamespace router = NetworkNamespace.Create();
        private readonly NetworkNamespace metadata = NetworkNamespace.Create();

        public RoutedNetwork()
        {
            router.Ip($"link add task type veth peer name eth0 netns {task.ThreadId}");
            router.Ip($"link add metadata type veth peer name eth0 netns {metadata.ThreadId}");
            Configure(router, "task", "10.0.0.1/24");
            Configure(router, "metadata", "10.0.1.1/24");
            Configure(task, "eth0", "10.0.0.2/24");
            Configure(metadata, "eth0", "10.0.1.2/24");
            Configure(metadata, "lo", "169.254.169.254/32");
            task.Ip("route add 169.254.169.254/32 via 10.0.0.1");
            router.Ip("route add 169.254.169.254/32 via 10.0.1.2");
            metadata.Ip("route add 10.0.0.0/24 via 10.0.1.1");
            router.Forward();
        }

        /// <summary>Serves metadata whose tokens come as far as the hop limit lets them; every other packet comes further.</summary>
        public RawServer Serve(short hopLimit)
        {
            var listener = metadata.CreateSocket();
            listener.Bind(new IPEndPoint(IPAddress.Parse("169.254.169.254"), 80));
            listener.Listen();
            return new RawServer(listener, async (line, socket, token) =>
            {
                if (line.StartsWith("PUT", StringComparison.Ordinal)) socket.Ttl = hopLimit;
                await RawServer.SendAsync(socket, line.StartsWith("PUT", StringComparison.Ordinal)
                    ? "HTTP/1.1 200 OK\r\nServer: EC2ws\r\nConnection: close\r\nContent-Length: 5\r\n\r\ntoken"
                    : "HTTP/1.1 401 Unauthorized\r\nServer: EC2ws\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", token);
                // Until the client closes: closing first would send one packet more.
                await socket.ReceiveAsync(new byte[1], SocketFlags.None, token);
            });
        }

        /// <summary>Lets packets to an address vanish. Without that the system gives up looking for its owner after three seconds, and says so.</summary>
        public void Swallow(string address) => task.Ip($"neighbour add {address} lladdr 02:00:00:00:00:63 dev eth0 nud permanent");

        /// <summary>Probes from the task's network.</summary>
        public async Task<MetadataDiagnosis> ProbeAsync(string address, TimeSpan? timeout = null)
        {
            using var http = InstanceMetadataClient.CreateHttpClient(new TracedConnections(task.CreateSocket));
            var options = MetadataOptions.Read(new FakeVariables()) with { Endpoint = new Uri(address) };
            if (timeout is { } patience) options = options with { Timeout = patience };
            return await new MetadataProbe(http, options, TimeProvider.System).ProbeAsync(false, default);
        }

        public void Dispose()
        {
            task.Dispose();
            router.Dispose();
            metadata.Dispose();
        }

        private static void Configure(NetworkNamespace space, string device, string address)
        {
            space.Ip($"address add {address} dev {device}");
            space.Ip($"link set {device} up");
        }
    }
}
