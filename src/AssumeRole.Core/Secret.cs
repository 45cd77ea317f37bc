using System.Diagnostics;
using System.Security;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AssumeRole;

/// <summary>
/// A value that must not be printed. It has no public property, so that no formatter, serialiser or debugger view can reach the
/// text; only <see cref="Reveal"/> and <see cref="ToSecureString"/> give it, and their names say so.
/// </summary>
/// <remarks>SecureString alone is no protection: Export-Clixml writes it readable on Linux and macOS.</remarks>
[DebuggerDisplay("(secret)")]
[JsonConverter(typeof(RedactedSecretConverter))]
public sealed class Secret : IEquatable<Secret>
{
    internal const string Redacted = "********";

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string text;

    /// <summary>Wraps a text.</summary>
    /// <exception cref="ArgumentException"><paramref name="text"/> is null or empty.</exception>
    public Secret(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        this.text = text;
    }

    /// <summary>Gives the plain text. Whatever receives it can leak it.</summary>
    public string Reveal() => text;

    /// <summary>Gives the text as a read-only SecureString, for APIs that take one.</summary>
    public SecureString ToSecureString()
    {
        var secure = new SecureString();
        foreach (var character in text) secure.AppendChar(character);
        secure.MakeReadOnly();
        return secure;
    }

    /// <summary>Always the same stars, whatever the secret and its length.</summary>
    public override string ToString() => Redacted;

    /// <summary>Whether both hold the same text.</summary>
    public bool Equals(Secret? other) => other is not null && string.Equals(text, other.text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Secret);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(text);
}

/// <summary>Writes a <see cref="Secret"/> as its redacted form and refuses to read one.</summary>
internal sealed class RedactedSecretConverter : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException("A secret is written redacted and cannot be read back.");

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Secret.Redacted);
}
