using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AssumeRole.Testing;

/// <summary>A server on bare sockets: what it sends need not be HTTP. Each connection has one request.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly Socket listener;
    private readonly Func<string, Socket, CancellationToken, Task> answer;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<string> lines = new();
    private readonly Task loop;

    /// <summary>Serves on a socket that listens already.</summary>
    /// <param name="listener">The socket; it is disposed of with the server.</param>
    /// <param name="answer">Gets the request's first line, and the connection to answer on. What it closes is closed.</param>
    public RawServer(Socket listener, Func<string, Socket, CancellationToken, Task> answer)
    {
        this.listener = listener;
        this.answer = answer;
        loop = AcceptAsync();
    }

    public RawServer(Func<string, Socket, CancellationToken, Task> answer)
        : this(Listen(new IPEndPoint(IPAddress.Loopback, 0)), answer)
    {
    }

    public string Url => $"http://{listener.LocalEndPoint}/";

    /// <summary>Method and path of each request, in order.</summary>
    public IEnumerable<string> Lines => lines;

    public static Socket Listen(IPEndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(address);
        socket.Listen();
        return socket;
    }

    public static Task SendAsync(Socket socket, string text, CancellationToken cancellationToken) =>
        socket.SendAsync(Encoding.Latin1.GetBytes(text), SocketFlags.None, cancellationToken).AsTask();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(ServeAsync(await listener.AcceptAsync(stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var _ = socket;
        try
        {
            socket.NoDelay = true;
            var head = await ReceiveHeadAsync(socket);
            var line = head[..Math.Max(0, head.IndexOf(" HTTP/", StringComparison.Ordinal))];
            lines.Enqueue(line);
            await answer(line, socket, stopping.Token);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // The client went away, or the server stops.
        }
    }

    private async Task<string> ReceiveHeadAsync(Socket socket)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(buffer, SocketFlags.None, stopping.Token);
            if (count == 0) break;
            head.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return head.ToString();
    }
}
