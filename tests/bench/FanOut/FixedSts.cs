using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FanOutBench;

/// <summary>
/// The least that passes for STS: it looks for the end of a request and the role's name, waits, and sends the same bytes. The
/// sandbox checks signatures and policies, which would cost more than what is measured.
/// </summary>
internal sealed class FixedSts : IDisposable
{
    private readonly TimeSpan delay;
    private readonly CallLimit limit;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ServerCounts counts = new();

    public FixedSts(TimeSpan delay, CallLimit limit)
    {
        this.delay = delay;
        this.limit = limit;
        listener.Start(backlog: 512);
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}/");

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptSocketAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The listener was disposed of.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = socket;
        connection.NoDelay = true;
        var counted = false;
        try
        {
            var buffer = new byte[16384];
            var filled = 0;
            while (true)
            {
                var read = await connection.ReceiveAsync(buffer.AsMemory(filled));
                if (read == 0) return;
                filled += read;
                if (!RequestText.IsWhole(buffer.AsSpan(0, filled))) continue;
                var request = Encoding.ASCII.GetString(buffer, 0, filled);
                filled = 0;
                if (request.StartsWith("GET /counts", StringComparison.Ordinal))
                {
                    await connection.SendAsync(FixedAnswers.Text(counts.Take()));
                    continue;
                }

                var refused = limit.Refuses();
                if (!counted) counts.OpenForCalls();
                counted = true;
                counts.Call(refused);
                await Task.Delay(delay);
                await connection.SendAsync(refused ? FixedAnswers.Throttled : FixedAnswers.Session(RequestText.RoleOf(request)));
            }
        }
        catch (SocketException)
        {
            // The client went away.
        }
        finally
        {
            counts.Close(counted);
        }
    }
}
