using System.Text;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Standard output, each write as one: .NET's own writer passes on 256 characters at a time, and a shell would evaluate the half that a
/// killed process had written. It is opened by the first write, so that a closed descriptor fails a verb that writes and no other.
/// </summary>
internal sealed class StandardOutput : TextWriter
{
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
            stream.Write(bytes);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) stream?.Dispose();
        base.Dispose(disposing);
    }
}
