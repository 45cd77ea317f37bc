namespace AssumeRole.Http;

/// <summary>Where one header field's name and value stand in the text of the header section.</summary>
internal readonly record struct HttpHeaderRange(int NameStart, int NameLength, int ValueStart, int ValueLength);
