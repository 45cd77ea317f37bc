using System.Diagnostics;
using System.Text;
using AssumeRole.Endpoint;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Standard error, for lines that people read. If the reader stops reading, the first write waits a second; later lines are dropped and
/// counted until it reads again. A line that cannot be written is ignored.
/// </summary>
internal sealed class StandardError : DescriptorWriter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private bool isStalled;
    private int lost;

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
    private static void WriteBlocking(ReadOnlySpan<byte> bytes)
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixDescriptor.Write(StandardDescriptors.Error, bytes);
            return;
        }

        using var stream = Console.OpenStandardError();
        stream.Write(bytes);
    }

    /// <summary>A server's log. It writes to the descriptor, because a write that blocks would hold the lock of this writer.</summary>
    public static LogQueue OpenLog(TimeProvider time) => new(
        line => WriteBlocking(Encoding.UTF8.GetBytes(line + "\n")),
        count => ServerEvent.OfLoss(time.GetUtcNow(), count).ToJson());

    private bool TryWrite(ReadOnlySpan<char> text)
    {
        for (var rest = ToBytes(text).AsSpan(); !rest.IsEmpty;)
        {
            if (!AwaitRoom()) return false;
            var next = rest[..Math.Min(rest.Length, UnixDescriptor.MostAtOnce)];
            WriteBlocking(next);
            rest = rest[next.Length..];
        }

        return true;
    }

    private bool AwaitRoom()
    {
        var begun = Stopwatch.GetTimestamp();
        do
        {
            var left = isStalled ? TimeSpan.Zero : Patience - Stopwatch.GetElapsedTime(begun);
            if (!UnixDescriptor.Await(StandardDescriptors.Error, left > TimeSpan.Zero ? left : TimeSpan.Zero)) continue;
            isStalled = false;
            return true;
        }
        while (!isStalled && Stopwatch.GetElapsedTime(begun) < Patience);

        isStalled = true;
        return false;
    }
}
