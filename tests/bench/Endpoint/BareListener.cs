using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Bench;

/// <summary>The yardstick: an HttpListener that answers every request with the same bytes and looks at nothing.</summary>
internal static class BareListener
{
    public static Uri Start(byte[] body)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var listener = new HttpListener();
        listener.Prefixes.Add(address.ToString());
        listener.Start();
        _ = AnswerAsync(listener, body);
        return address;
    }

    private static async Task AnswerAsync(HttpListener listener, byte[] body)
    {
        while (true)
        {
            var context = await listener.GetContextAsync().ConfigureAwait(false);
            _ = Task.Run(() => Answer(context.Response, body));
        }
    }

    private static void Answer(HttpListenerResponse response, byte[] body)
    {
        response.ContentType = "application/json";
        response.ContentLength64 = body.Length;
        response.OutputStream.Write(body);
        response.Close();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
