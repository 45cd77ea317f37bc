namespace AssumeRole.Files;

/// <summary>A file has more bytes than its kind of document ever has.</summary>
/// <param name="message">The file and the limit.</param>
#pragma warning disable CA1032 // It is thrown in one place.
public sealed class FileTooLongException(string message) : IOException(message);
#pragma warning restore CA1032
