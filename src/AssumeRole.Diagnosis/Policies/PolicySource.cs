using System.Text;
using AssumeRole.Files;
using AssumeRole.Findings;

namespace AssumeRole.Policies;

/// <summary>The text of a policy and where it comes from.</summary>
/// <param name="Name">What findings and decisions call it: a file's name, or what the caller says.</param>
/// <param name="Text">The text, whatever it is; <see cref="Lint.PolicyLint"/> finds out.</param>
public sealed record PolicySource(string Name, string Text)
{
    /// <summary>The most that is read of a file. The longest policy of AWS, a bucket's, has 20 KiB.</summary>
    public const int MaximumLength = 1024 * 1024;

    /// <summary>Why there is no text, or null.</summary>
    public Finding? Unreadable { get; init; }

    /// <summary>Whether the file is in UTF-16, as Windows PowerShell's &gt; writes it.</summary>
    internal bool IsUtf16 { get; init; }

    /// <summary>
    /// Whether a text is meant as a policy rather than as the path of one: JSON, and whatever else cannot be a path and deserves a
    /// better answer than that there is no such file.
    /// </summary>
    /// <param name="pathOrText">A policy or a path.</param>
    public static bool IsText(string pathOrText)
    {
        ArgumentNullException.ThrowIfNull(pathOrText);
        var start = pathOrText.TrimStart().TrimStart('\uFEFF').TrimStart();
        return start.Length == 0
            || start[0] is '{' or '"' or '<'
            || start.AsSpan().ContainsAny('\n', '\0')
            || (start[0] == '[' && start.Contains('{', StringComparison.Ordinal))
            || start.StartsWith("arn:", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("%7B", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("%25", StringComparison.Ordinal);
    }

    /// <summary>Takes a policy, or reads it from its file.</summary>
    /// <param name="pathOrText">A policy or a path; see <see cref="IsText"/>.</param>
    /// <param name="label">What to call a policy that is not in a file, such as "worker policy".</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The text, or the reason for which there is none in <see cref="Unreadable"/>.</returns>
    public static async Task<PolicySource> ReadAsync(string pathOrText, string label, CancellationToken cancellationToken)
    {
        if (IsText(pathOrText)) return new PolicySource(label, pathOrText);
        try
        {
            var bytes = await BoundedFile.ReadBytesAsync(pathOrText, MaximumLength, cancellationToken).ConfigureAwait(false);
            var name = PlainText.Clean(Path.GetFileName(pathOrText));
            return bytes switch
            {
                [0xFF, 0xFE, ..] => new PolicySource(name, Encoding.Unicode.GetString(bytes.AsSpan(2))) { IsUtf16 = true },
                [0xFE, 0xFF, ..] => new PolicySource(name, Encoding.BigEndianUnicode.GetString(bytes.AsSpan(2))) { IsUtf16 = true },
                _ => new PolicySource(name, Encoding.UTF8.GetString(bytes)),
            };
        }
        catch (FileTooLongException)
        {
            return None(PlainText.Clean(Path.GetFileName(pathOrText)), pathOrText, $"It is longer than {MaximumLength} bytes: no policy is.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return None(label, pathOrText, error.Message);
        }
    }

    private static PolicySource None(string name, string path, string why) =>
        new(name, string.Empty) { Unreadable = FindingCatalogue.PolicyUnreadable.For(path, why) };
}
