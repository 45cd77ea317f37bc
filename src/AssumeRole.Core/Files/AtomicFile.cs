namespace AssumeRole.Files;

/// <summary>
/// Replaces a file as a whole: the new one is written beside it and renamed. No reader ever sees half of it, and a failure leaves the
/// old one.
/// </summary>
/// <remarks>Every fault is an <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/>, as of .NET's own methods.</remarks>
internal static class AtomicFile
{
    public const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    private const string Ending = ".new";

    public static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode)
    {
        var aside = $"{path}.{Guid.NewGuid():N}{Ending}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        try
        {
            using (var stream = new FileStream(aside, options)) stream.Write(bytes);
            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            // On a full file system half a file would take even more.
            File.Delete(aside);
        }
    }

    /// <summary>Deletes what writers of this file left that were killed. Call it only where no other writer can be at work.</summary>
    public static void DeleteLeftovers(string path)
    {
        // Not by a pattern: those of Windows also match short names.
        var name = $"{Path.GetFileName(path)}.";
        foreach (var left in Directory.EnumerateFiles(Path.GetDirectoryName(path)!))
        {
            var other = Path.GetFileName(left.AsSpan());
            if (other.StartsWith(name, StringComparison.Ordinal) && other.EndsWith(Ending, StringComparison.Ordinal)) File.Delete(left);
        }
    }
}
