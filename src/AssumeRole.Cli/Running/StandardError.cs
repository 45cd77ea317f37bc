using System.Diagnostics;
using System.Text;
using AssumeRole.Endpoint;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Standard error, for lines that people read. If the reader stops reading, the first write waits a second; later lines are dropped and
/// counted until it reads again. A line that cannot be written is ignored.
/// </summary>
internal sealed class StandardError : TextWriter
{
    private const int Number = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private bool isStalled;
    private int lost;

    public override Encoding Encoding => Console.OutputEncoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write($"{value}{NewLine}".AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (gate)
        {
            try
            {
                if (lost > 0 && TryWrite($"assumerole: {lost} lines were lost, because nothing read them.{NewLine}")) lost = 0;
                if (lost > 0 || !TryWrite(buffer)) lost++;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A full disk or a closed descriptor: the exit code still shows the failure; an exception would replace it.
            }
        }
    }

    /// <summary>Writes to the descriptor and blocks while the pipe is full.</summary>
    /// <exception cref="IOException">The write failed.</exception>
    public static void WriteBlocking(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!OperatingSystem.IsWindows())
        {
            UnixDescriptor.Write(Number, bytes);
            return;
        }

        using var stream = Console.OpenStandardError();
        stream.Write(bytes);
    }

    private bool TryWrite(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.GetByteCount(text)];
        Encoding.GetBytes(text, bytes);
        if (OperatingSystem.IsWindows())
        {
            using var stream = Console.OpenStandardError();
            stream.Write(bytes);
            return true;
        }

        for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
        {
            if (!AwaitRoom()) return false;
            var next = rest[..Math.Min(rest.Length, UnixDescriptor.MostAtOnce)];
            UnixDescriptor.Write(Number, next);
            rest = rest[next.Length..];
        }

        return true;
    }

    private bool AwaitRoom()
    {
        if (OperatingSystem.IsWindows()) return true;
        var begun = Stopwatch.GetTimestamp();
        do
        {
            var left = isStalled ? TimeSpan.Zero : Patience - Stopwatch.GetElapsedTime(begun);
            if (!UnixDescriptor.Await(Number, left > TimeSpan.Zero ? left : TimeSpan.Zero)) continue;
            isStalled = false;
            return true;
        }
        while (!isStalled && Stopwatch.GetElapsedTime(begun) < Patience);

        isStalled = true;
        return false;
    }
}

/// <summary>
/// A server's log on standard error. It writes to the descriptor, because a write that blocks would hold the lock of
/// <see cref="Terminal.Error"/>.
/// </summary>
internal static class StandardErrorLog
{
    /// <summary>The descriptor stays open when the log is disposed.</summary>
    public static LogQueue Open(TimeProvider time) => new(
        line => StandardError.WriteBlocking(line + Environment.NewLine),
        count => ServerEvent.OfLoss(time.GetUtcNow(), count).ToJson());
}
