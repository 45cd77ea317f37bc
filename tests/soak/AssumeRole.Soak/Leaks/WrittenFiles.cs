namespace AssumeRole.Soak.Leaks;

/// <summary>Searches files as they grow: what is new since the last look, and a little of what was there before.</summary>
internal sealed class WrittenFiles(IReadOnlyList<string> folders, LeakSearch search)
{
    // The longest form of the longest secret.
    private const int Overlap = 8192;
    private readonly Dictionary<string, (long Length, DateTime Time)> seen = new(StringComparer.Ordinal);

    /// <summary>Every leak since the last look, with its file.</summary>
    public IEnumerable<(string Path, Leak Leak)> Look()
    {
        foreach (var file in folders.SelectMany(Files))
        {
            foreach (var leak in Look(file)) yield return (file.FullName, leak);
        }
    }

    private static IEnumerable<FileInfo> Files(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return new DirectoryInfo(folder).EnumerateFiles("*", options);
    }

    private IReadOnlyList<Leak> Look(FileInfo file)
    {
        try
        {
            // Sockets and pipes have no length.
            var known = seen.GetValueOrDefault(file.FullName);
            var now = (file.Length, file.LastWriteTimeUtc);
            if (now == known || now.Length == 0) return [];
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (now.Length > known.Length) stream.Position = Math.Max(0, known.Length - Overlap);
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            seen[file.FullName] = now;
            return search.In(memory.GetBuffer().AsSpan(0, (int)memory.Length));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Deleted meanwhile.
            return [];
        }
    }
}
