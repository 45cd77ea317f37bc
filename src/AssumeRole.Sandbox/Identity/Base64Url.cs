namespace AssumeRole.Sandbox.Identity;

/// <summary>Base64 as JSON Web Tokens write it: - and _, no padding.</summary>
internal static class Base64Url
{
    /// <summary>Decodes, or gives null if the text is not base64url.</summary>
    public static byte[]? Decode(string text)
    {
        if (text.AsSpan().ContainsAny("+/=") || text.Length % 4 == 1) return null;
        var padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }
}
