using System.Text;

namespace AssumeRole.Soak.Processes;

/// <summary>The processes that came of an operation: each inherited a variable that marks it, whoever its parent is by now.</summary>
internal static class Descendants
{
    public const string Variable = "ASSUMEROLE_SOAK_OPERATION";

    /// <summary>The command lines of those that still run.</summary>
    public static IReadOnlyList<(int Id, string Name)> Of(string mark)
    {
        var wanted = Encoding.UTF8.GetBytes($"{Variable}={mark}\0");
        var found = new List<(int, string)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id)) continue;
            try
            {
                if (File.ReadAllBytes(folder + "/environ").AsSpan().IndexOf(wanted) < 0) continue;
                found.Add((id, File.ReadAllText(folder + "/comm").Trim()));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Ended meanwhile, or somebody else's.
            }
        }

        return found;
    }
}
