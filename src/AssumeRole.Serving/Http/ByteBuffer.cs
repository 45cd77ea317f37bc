using System.Buffers;

namespace AssumeRole.Http;

/// <summary>A growing queue of bytes in a pooled array: written at the end, consumed from the start.</summary>
internal sealed class ByteBuffer(int initialCapacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] array = ArrayPool<byte>.Shared.Rent(initialCapacity);
    private int start;
    private int end;

    /// <summary>The bytes written and not yet consumed.</summary>
    public ReadOnlyMemory<byte> Memory => array.AsMemory(start, end - start);

    /// <inheritdoc cref="Memory"/>
    public ReadOnlySpan<byte> Span => array.AsSpan(start, end - start);

    public int Length => end - start;

    public void Consume(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length);
        start += count;
        if (start == end) start = end = 0;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, array.Length - end);
        end += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(Math.Max(sizeHint, 1));
        return array.AsMemory(end);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Gives the array back. It may have carried credentials, so it is cleared first.</summary>
    public void Dispose()
    {
        var returned = array;
        array = [];
        start = end = 0;
        if (returned.Length > 0) ArrayPool<byte>.Shared.Return(returned, clearArray: true);
    }

    private void MakeRoom(int size)
    {
        if (array.Length - end >= size) return;
        var held = Length;
        if (array.Length - held >= size && start > 0)
        {
            array.AsSpan(start, held).CopyTo(array);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(array.Length * 2, held + size));
            array.AsSpan(start, held).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(array, clearArray: true);
            array = larger;
        }

        start = 0;
        end = held;
    }
}
