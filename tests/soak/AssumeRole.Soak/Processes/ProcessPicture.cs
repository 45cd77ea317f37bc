using System.Globalization;

namespace AssumeRole.Soak.Processes;

/// <summary>What Linux knows of a process at one moment.</summary>
/// <param name="Handles">What each open descriptor is.</param>
/// <param name="Listeners">The ports it listens on.</param>
/// <param name="Threads">The names of its threads.</param>
/// <param name="ResidentBytes">Its working set.</param>
internal sealed record ProcessPicture(
    IReadOnlyList<string> Handles, IReadOnlyList<int> Listeners, IReadOnlyList<string> Threads, long ResidentBytes)
{
    private const string ListenState = "0A";

    /// <summary>Looks at a process.</summary>
    public static ProcessPicture Of(int processId)
    {
        var handles = HandlesOf(processId);
        return new ProcessPicture(handles, Listening(handles), Names(processId), Resident(processId));
    }

    /// <summary>The threads that are not those of .NET's pool, whose number is its own affair.</summary>
    public IEnumerable<string> OwnThreads => Threads.Where(name => !name.StartsWith(".NET TP", StringComparison.Ordinal));

    /// <summary>How many of the handles are sockets.</summary>
    public int Sockets => Handles.Count(IsSocket);

    /// <summary>Only the ports, which is quick.</summary>
    public static IReadOnlyList<int> ListenersOf(int processId) => Listening(HandlesOf(processId));

    private static List<string> HandlesOf(int processId)
    {
        var handles = new List<string>();
        foreach (var link in Entries($"/proc/{processId}/fd", Directory.EnumerateFileSystemEntries))
        {
            try
            {
                if (new FileInfo(link).LinkTarget is { } target) handles.Add(target);
            }
            catch (IOException)
            {
                // Closed meanwhile.
            }
        }

        return handles;
    }

    private static bool IsSocket(string handle) => handle.StartsWith("socket:[", StringComparison.Ordinal);

    private static List<int> Listening(IReadOnlyList<string> handles)
    {
        var own = handles.Where(IsSocket)
            .Select(handle => handle["socket:[".Length..^1]).ToHashSet(StringComparer.Ordinal);
        var ports = new List<int>();
        foreach (var line in new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(File.ReadAllLines))
        {
            // sl local_address rem_address st tx_queue:rx_queue tr:tm->when retrnsmt uid timeout inode
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 10 || fields[3] != ListenState || !own.Contains(fields[9])) continue;
            ports.Add(int.Parse(fields[1][(fields[1].LastIndexOf(':') + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        }

        return ports;
    }

    private static List<string> Names(int processId)
    {
        var names = new List<string>();
        foreach (var task in Entries($"/proc/{processId}/task", Directory.EnumerateDirectories))
        {
            try
            {
                names.Add(File.ReadAllText(task + "/comm").Trim());
            }
            catch (IOException)
            {
                // Ended meanwhile.
            }
        }

        return names;
    }

    private static long Resident(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    private static string[] Entries(string folder, Func<string, IEnumerable<string>> list)
    {
        try
        {
            return [.. list(folder)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
