using System.Buffers;
using System.Text;

namespace AssumeRole.Sources;

/// <summary>What a process prints, up to a limit. The rest is read too and dropped, so that the process never waits for a full pipe.</summary>
/// <param name="most">The most that is kept, in bytes.</param>
/// <param name="exceed">Called once there is more.</param>
internal sealed class ProcessOutput(int most, Action exceed)
{
    private const int BlockSize = 16 * 1024;

    private readonly object gate = new();
    private readonly ArrayBufferWriter<byte> bytes = new();
    private bool isTooLong;

    /// <summary>Whether there was more than is kept.</summary>
    public bool IsTooLong
    {
        get
        {
            lock (gate) return isTooLong;
        }
    }

    /// <summary>What was kept until now.</summary>
    public string Text
    {
        get
        {
            lock (gate)
            {
                using var reader = new StreamReader(new MemoryStream(bytes.WrittenSpan.ToArray()), Encoding.UTF8);
                return reader.ReadToEnd();
            }
        }
    }

    /// <summary>Reads until the end, which a program that inherited the pipe may put off.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var block = new byte[BlockSize];
        for (int length; (length = await stream.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (Keep(block.AsSpan(0, length))) exceed();
        }
    }

    /// <summary>Keeps what there is room for.</summary>
    /// <returns>Whether the limit was reached by this.</returns>
    private bool Keep(ReadOnlySpan<byte> block)
    {
        lock (gate)
        {
            var room = most - bytes.WrittenCount;
            bytes.Write(block[..Math.Min(block.Length, room)]);
            var isFirst = block.Length > room && !isTooLong;
            isTooLong |= isFirst;
            return isFirst;
        }
    }
}
