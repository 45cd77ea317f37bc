namespace AssumeRole.Cli.Running;

/// <summary>
/// Standard output, each write as a whole: .NET's writer writes 256 characters at a time, and a shell would evaluate the half that a killed
/// process had written. The first write opens it, so that only verbs that write fail on a closed descriptor.
/// </summary>
/// <param name="ending">Cancelled when the verb ends: a write that blocks is given up then.</param>
internal sealed class StandardOutput(CancellationToken ending) : DescriptorWriter
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private Stream? stream;

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        var bytes = ToBytes(buffer);
        lock (gate)
        {
            stream ??= StandardDescriptors.IsInherited(StandardDescriptors.Output)
                ? Console.OpenStandardOutput()
                : throw new IOException("Standard output is closed.");
            for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
            {
                while (!UnixDescriptor.Await(StandardDescriptors.Output, Step)) ending.ThrowIfCancellationRequested();
                var next = rest[..Math.Min(rest.Length, UnixDescriptor.MostAtOnce)];
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
}
