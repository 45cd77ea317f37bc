using System.Text;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Standard output, each write as a whole: .NET's writer writes 256 characters at a time, and a shell would evaluate the half that a killed
/// process had written. The first write opens it, so that only verbs that write fail on a closed descriptor.
/// </summary>
/// <param name="ending">Cancelled when the verb ends: a write that blocks is given up then.</param>
internal sealed class StandardOutput(CancellationToken ending) : TextWriter
{
    private const int Number = 1;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private Stream? stream;

    public override Encoding Encoding => Console.OutputEncoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write($"{value}{NewLine}".AsSpan());

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        var bytes = new byte[Encoding.GetByteCount(buffer)];
        Encoding.GetBytes(buffer, bytes);
        lock (gate)
        {
            stream ??= StandardDescriptors.IsInherited(StandardDescriptors.Output)
                ? Console.OpenStandardOutput()
                : throw new IOException("Standard output is closed.");
            for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
            {
                var next = AwaitRoom(rest);
                stream.Write(next);
                rest = rest[next.Length..];
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) stream?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Waits until the pipe has room, and returns the bytes that can be written without blocking.</summary>
    private ReadOnlySpan<byte> AwaitRoom(ReadOnlySpan<byte> bytes)
    {
        if (OperatingSystem.IsWindows()) return bytes;
        while (!UnixDescriptor.Await(Number, Step)) ending.ThrowIfCancellationRequested();
        return bytes[..Math.Min(bytes.Length, UnixDescriptor.MostAtOnce)];
    }
}
