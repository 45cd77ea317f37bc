using System.Text;
using AssumeRole.Files;
using AssumeRole.Findings;

namespace AssumeRole.Policies;

internal sealed record PolicySource(string Name, string Text, Finding? Unreadable = null, bool IsUtf16 = false)
{
    /// <summary>In bytes or characters. The longest policy of AWS, a bucket's, has 20 KiB.</summary>
    public const int MaximumLength = 1024 * 1024;

    /// <summary>Whether a text is a policy, not a path. Texts that cannot be paths deserve a better answer than "no such file".</summary>
    public static bool IsText(string pathOrText)
    {
        var start = pathOrText.TrimStart().TrimStart('\uFEFF').TrimStart();
        return start.Length == 0
            || start[0] is '{' or '"' or '<'
            || start.AsSpan().ContainsAny('\n', '\0')
            || (start[0] == '[' && start.Contains('{', StringComparison.Ordinal))
            || start.StartsWith("arn:", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("%7B", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("%25", StringComparison.Ordinal);
    }

    /// <summary>Takes a policy, or reads it from its file. Failures are returned in <see cref="Unreadable"/>.</summary>
    public static async Task<PolicySource> ReadAsync(string pathOrText, string label, CancellationToken cancellationToken)
    {
        if (IsText(pathOrText)) return new PolicySource(label, pathOrText);
        try
        {
            var bytes = await BoundedFile.ReadBytesAsync(pathOrText, MaximumLength, cancellationToken).ConfigureAwait(false);
            var name = PlainText.Clean(Path.GetFileName(pathOrText));
            return bytes switch
            {
                [0xFF, 0xFE, ..] => new PolicySource(name, Encoding.Unicode.GetString(bytes.AsSpan(2)), IsUtf16: true),
                [0xFE, 0xFF, ..] => new PolicySource(name, Encoding.BigEndianUnicode.GetString(bytes.AsSpan(2)), IsUtf16: true),
                _ => new PolicySource(name, Encoding.UTF8.GetString(bytes)),
            };
        }
        catch (FileTooLongException)
        {
            var name = PlainText.Clean(Path.GetFileName(pathOrText));
            return None(name, pathOrText, $"It is longer than {MaximumLength} bytes: no policy is.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return None(label, pathOrText, error.Message);
        }
    }

    private static PolicySource None(string name, string path, string why) =>
        new(name, string.Empty, FindingCatalogue.PolicyUnreadable.For(path, why));
}
