using System.Globalization;
using System.Text;

namespace AssumeRole.Http;

/// <summary>The Date header line, formatted once a second. SDKs read a server's clock from it when theirs is wrong.</summary>
internal sealed class HttpDateHeader(TimeProvider time)
{
    private volatile Line current = new(long.MinValue, []);

    /// <summary>The whole line with its line break.</summary>
    public byte[] Current
    {
        get
        {
            var now = time.GetUtcNow();
            var second = now.ToUnixTimeSeconds();
            var line = current;
            if (line.Second == second) return line.Bytes;
            var text = string.Create(CultureInfo.InvariantCulture, $"Date: {now:R}\r\n");
            line = new Line(second, Encoding.ASCII.GetBytes(text));
            current = line;
            return line.Bytes;
        }
    }

    private sealed record Line(long Second, byte[] Bytes);
}
