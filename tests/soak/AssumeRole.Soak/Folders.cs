namespace AssumeRole.Soak;

/// <summary>Where everything of one lane is written.</summary>
internal sealed class Folders
{
    public Folders(string root)
    {
        Root = root;
        foreach (var folder in new[] { Home, Temporary, Cache, Written, Private }) Directory.CreateDirectory(folder);
    }

    public string Root { get; }

    public string Home => Path.Combine(Root, "home");

    public string Temporary => Path.Combine(Root, "tmp");

    public string Cache => Path.Combine(Root, "cache");

    /// <summary>Reports, logs and transcripts.</summary>
    public string Written => Path.Combine(Root, "written");

    /// <summary>
    /// The only folder that is not searched, because to hold secrets is what its files are for: the worlds (keys of users, MFA codes), the
    /// AWS files that operations start from (keys), web identity tokens, the sessions of --cache, the folder of -Store File.
    /// </summary>
    public string Private => Path.Combine(Root, "private");

    /// <summary>The folders in which no secret may be.</summary>
    public IReadOnlyList<string> Searched => [Home, Temporary, Cache, Written];
}
