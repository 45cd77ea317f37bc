using System.Net.Sockets;
using System.Text;

namespace AssumeRole.Bench;

/// <summary>A thousand dripping connections and malformed requests one after another, until standard input ends.</summary>
internal static class Attack
{
    private const int Dripping = 1000;

    private static readonly byte[][] Malformed =
    [
        .. new[]
        {
            "GET\r\n\r\n", "GET / HTTP/9.9\r\nHost: h\r\n\r\n", "GET / HTTP/1.1\nHost: h\n\n", "\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03",
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    public static async Task RunAsync(Uri address)
    {
        using var stopping = new CancellationTokenSource();
        var attack = Task.WhenAll(DripAsync(address, stopping.Token), FloodAsync(address, stopping.Token));
        await Console.In.ReadToEndAsync(stopping.Token);
        await stopping.CancelAsync();
        await attack;
    }

    private static async Task DripAsync(Uri address, CancellationToken stopping)
    {
        var sockets = new List<Socket>();
        while (sockets.Count < Dripping)
        {
            sockets.Add(await ConnectAsync(address));
            await sockets[^1].SendAsync("GET /"u8.ToArray(), CancellationToken.None);
        }

        while (!stopping.IsCancellationRequested)
        {
            // The server cuts each after some seconds; another takes its place.
            for (var index = 0; index < sockets.Count; index++)
            {
                if (await TrySendAsync(sockets[index], "x"u8.ToArray())) continue;
                sockets[index].Dispose();
                sockets[index] = await ConnectAsync(address);
                await TrySendAsync(sockets[index], "GET /"u8.ToArray());
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        }

        sockets.ForEach(socket => socket.Dispose());
    }

    private static async Task FloodAsync(Uri address, CancellationToken stopping)
    {
        var sent = 0;
        var answer = new byte[256];
        for (; !stopping.IsCancellationRequested; sent++)
        {
            using var socket = await ConnectAsync(address);
            try
            {
                await socket.SendAsync(Malformed[sent % Malformed.Length], CancellationToken.None);
                await socket.ReceiveAsync(answer, CancellationToken.None);
            }
            catch (SocketException)
            {
                // Cut: that is an answer too.
            }

            // As fast as a client gets that does nothing else would measure the machine, not the server.
            if (sent % 10 == 0) await Task.Delay(1, CancellationToken.None);
        }

        Console.WriteLine(sent);
    }

    private static async Task<Socket> ConnectAsync(Uri address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            LingerState = new LingerOption(enable: true, seconds: 0),
        };
        await socket.ConnectAsync(address.Host, address.Port);
        return socket;
    }

    private static async Task<bool> TrySendAsync(Socket socket, byte[] bytes)
    {
        try
        {
            await socket.SendAsync(bytes, CancellationToken.None);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
