using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AssumeRole.Serving.Tests.Http;

/// <summary>A client that sends and receives plain text, so that a test says exactly what is on the wire.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly CancellationTokenSource limit = new(Patience.Limit);
    private readonly Socket socket;

    private RawClient(Socket socket) => this.socket = socket;

    public static async Task<RawClient> ConnectAsync(IPAddress address, int port, IPAddress? source = null)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (source is not null) socket.Bind(new IPEndPoint(source, 0));
        await socket.ConnectAsync(address, port).WaitAsync(Patience.Limit);
        return new RawClient(socket);
    }

    public async Task SendAsync(string text) =>
        await EndAsync(socket.SendAsync(Encoding.Latin1.GetBytes(text), SocketFlags.None, limit.Token), "takes");

    /// <summary>Says that nothing more comes.</summary>
    public void Finish() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Receives until the text received ends so.</summary>
    public async Task<string> ReceiveUntilAsync(string end)
    {
        var text = new StringBuilder();
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            var more = await ReceiveAsync();
            Assert.False(more.Length == 0, $"The server closed after: {text}");
            text.Append(more);
        }

        return text.ToString();
    }

    /// <summary>Receives until the server closes.</summary>
    public async Task<string> ReceiveAllAsync()
    {
        var text = new StringBuilder();
        while (await ReceiveAsync() is { Length: > 0 } more) text.Append(more);
        return text.ToString();
    }

    public void Dispose()
    {
        socket.Dispose();
        limit.Dispose();
    }

    private async Task<string> ReceiveAsync()
    {
        var buffer = new byte[4096];
        var count = await EndAsync(socket.ReceiveAsync(buffer, SocketFlags.None, limit.Token), "sends");
        return Encoding.Latin1.GetString(buffer, 0, count);
    }

    private async Task<int> EndAsync(ValueTask<int> pending, string what)
    {
        try
        {
            return await pending;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"The server {what} nothing more within {Patience.Limit.TotalSeconds} s of the connection's beginning.");
        }
    }
}
