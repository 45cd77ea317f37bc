using System.Buffers;

namespace AssumeRole.Http;

/// <summary>The character classes of RFC 9110.</summary>
internal static class HttpSyntax
{
    /// <summary>The characters of a token (5.6.2): methods and field names.</summary>
    public static SearchValues<byte> Token { get; } = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>The control characters that no field value may contain (5.5): all but the tab.</summary>
    public static SearchValues<byte> Forbidden { get; } = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Append(0x7f).Where(code => code != '\t').Select(code => (byte)code)]);

    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);

    /// <summary>Whether a comma-separated field value names the option, without regard to case.</summary>
    public static bool Names(ReadOnlySpan<char> list, ReadOnlySpan<char> option)
    {
        while (!list.IsEmpty)
        {
            var comma = list.IndexOf(',');
            var member = comma < 0 ? list : list[..comma];
            if (member.Trim(" \t").Equals(option, StringComparison.OrdinalIgnoreCase)) return true;
            list = comma < 0 ? default : list[(comma + 1)..];
        }

        return false;
    }

    /// <summary>The reason phrase of a status, empty for one that this program never sends.</summary>
    public static string ReasonPhrase(int statusCode) => statusCode switch
    {
        200 => "OK",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        411 => "Length Required",
        413 => "Content Too Large",
        417 => "Expectation Failed",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "",
    };
}
