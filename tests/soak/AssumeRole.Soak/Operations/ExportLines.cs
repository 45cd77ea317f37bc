namespace AssumeRole.Soak.Operations;

/// <summary>Lines such as export NAME='value' and NAME="value".</summary>
internal static class ExportLines
{
    /// <summary>The variables of those lines.</summary>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var assignment = line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..] : line;
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) continue;
            variables[assignment[..equals]] = assignment[(equals + 1)..].Trim().Trim('\'', '"');
        }

        return variables;
    }
}
