using System.Net;
using System.Net.Sockets;
using AssumeRole.Http;

namespace AssumeRole.Core.Tests.Http;

public sealed class BlockingConnectionTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    public void Four_numbers_are_the_address_that_they_are_elsewhere(string host) =>
        Assert.Equal(IPAddress.Parse(host), BlockingConnection.ReadAddress(host));

    [Theory]
    [InlineData("localhost")]
    [InlineData("::1")]
    [InlineData("127.0.0")]
    [InlineData("127.0.0.1.")]
    [InlineData("127.0.0.01")]
    [InlineData("127.0.0.256")]
    [InlineData("127.0.0.+1")]
    [InlineData("127.0.0.0x1")]
    [InlineData("1.2.3.")]
    [InlineData("sts.eu-west-1.amazonaws.com")]
    public void Anything_else_is_left_to_the_system(string host) => Assert.Null(BlockingConnection.ReadAddress(host));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public void A_server_is_reached_by_address_and_by_name(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = new DnsEndPoint(host, ((IPEndPoint)listener.LocalEndpoint).Port);

        using var socket = BlockingConnection.Connect(server, default);

        Assert.True(socket.Connected);
        Assert.True(socket.NoDelay);
    }
}
