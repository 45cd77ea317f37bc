namespace AssumeRole.Sessions;

/// <summary>The variables of this process, which its children inherit.</summary>
public sealed class ProcessEnvironmentVariables : IEnvironmentVariables
{
    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names
    {
        get
        {
            var names = new List<string>();
            foreach (var name in Environment.GetEnvironmentVariables().Keys) names.Add((string)name);
            return names;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Where HOME is unset or empty, .NET asks getpwuid_r.</remarks>
    public string? AccountHome => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    /// <inheritdoc/>
    public string? Get(string name) => Environment.GetEnvironmentVariable(name);

    /// <inheritdoc/>
    public void Set(string name, string? value) => Environment.SetEnvironmentVariable(name, value);
}
