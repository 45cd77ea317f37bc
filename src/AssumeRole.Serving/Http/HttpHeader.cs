namespace AssumeRole.Http;

/// <summary>One header field.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Value">The field's value, without surrounding blanks.</param>
public readonly record struct HttpHeader(string Name, string Value);
