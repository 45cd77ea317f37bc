using System.Text;

namespace AssumeRole.Aws;

/// <summary>A connection that takes what is written and answers one text.</summary>
/// <param name="answer">The text.</param>
internal sealed class CannedStream(string answer) : MemoryStream(Encoding.ASCII.GetBytes(answer))
{
    public override void Write(byte[] buffer, int offset, int count)
    {
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
    }
}
