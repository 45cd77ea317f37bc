using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AssumeRole.Serving.Tests.Endpoint;

/// <summary>Clients that mean no good.</summary>
internal static class Attack
{
    private static readonly byte[][] Malformed =
    [
        .. new[]
        {
            "\r\n\r\n\r\nx", "GET\r\n\r\n", "GET  HTTP/1.1\r\n\r\n", "GET / HTTP/9.9\r\nHost: h\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\nHost: h\n\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET / HTTP/1.1\r\nHost : h\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 999999999\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nX: \0\r\n\r\n",
            "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\0\0\0\0\0\0",
            "GET / HTTP/1.1\r\nHost: h\r\nX: " + new string('a', 20_000) + "\r\n\r\n",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    /// <summary>Opens so many connections, each of which has begun a request that never ends.</summary>
    public static async Task<List<Socket>> DripAsync(int port, int count)
    {
        var sockets = new List<Socket>();
        for (var index = 0; index < count; index++)
        {
            var socket = await ConnectAsync(port);
            await socket.SendAsync("GET /"u8.ToArray());
            sockets.Add(socket);
        }

        return sockets;
    }

    /// <summary>One further byte of every such request.</summary>
    public static async Task DropAsync(List<Socket> sockets)
    {
        foreach (var socket in sockets)
        {
            try
            {
                await socket.SendAsync("x"u8.ToArray());
            }
            catch (SocketException)
            {
                // The server has cut it.
            }
        }
    }

    /// <summary>Sends one request over and over without waiting for its answers, until the socket is disposed of.</summary>
    public static async Task<Socket> PipelineAsync(int port, string request)
    {
        var socket = await ConnectAsync(port);
        var requests = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(request, 100)));
        Run(() => socket.Send(requests));
        var answers = new byte[1 << 16];
        Run(() => socket.Receive(answers));
        return socket;

        // On threads of their own: those of the pool are the server's.
        static void Run(Func<int> act)
        {
            var thread = new Thread(() =>
            {
                try
                {
                    while (act() > 0)
                    {
                    }
                }
                catch (Exception error) when (error is SocketException or ObjectDisposedException)
                {
                    // The test is over.
                }
            })
            {
                IsBackground = true,
            };
            thread.Start();
        }
    }

    /// <summary>Sends so many malformed requests, each on a connection of its own, and gives what was answered with 2xx.</summary>
    public static async Task<List<string>> FloodAsync(int port, int count, Action sent)
    {
        var accepted = new List<string>();
        for (var index = 0; index < count; index++)
        {
            using var socket = await ConnectAsync(port);
            var answer = await AskAsync(socket, Malformed[index % Malformed.Length]);
            sent();
            if (answer.StartsWith("HTTP/1.1 2", StringComparison.Ordinal)) accepted.Add(answer);
        }

        return accepted;
    }

    private static async Task<string> AskAsync(Socket socket, byte[] request)
    {
        var buffer = new byte[256];
        try
        {
            await socket.SendAsync(request);
            socket.Shutdown(SocketShutdown.Send);
            return Encoding.Latin1.GetString(buffer, 0, await socket.ReceiveAsync(buffer).WaitAsync(Patience.Limit));
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        // Reset at the end, so that a hundred thousand connections do not use up the machine's ports.
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            LingerState = new LingerOption(enable: true, seconds: 0),
        };
        await socket.ConnectAsync(IPAddress.Loopback, port).WaitAsync(Patience.Limit);
        return socket;
    }
}
