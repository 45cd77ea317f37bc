using System.Text.RegularExpressions;

namespace AssumeRole.Rotation;

/// <summary>The stores that sessions can be written to.</summary>
public enum SecretStoreKind
{
    /// <summary>AWS Secrets Manager.</summary>
    SecretsManager,

    /// <summary>AWS Systems Manager Parameter Store, as SecureString.</summary>
    ParameterStore,

    /// <summary>Files of this machine, for trying out.</summary>
    File,
}

/// <summary>The names that each store takes, checked before any request is sent.</summary>
internal static partial class SecretNameRules
{
    private const int MostLevels = 15;

    /// <summary>Why a store does not take a name, or null.</summary>
    public static string? FindFault(SecretStoreKind store, string name)
    {
        // An empty name of a team or account would move the secret to another level of the path, or out of the folder.
        if (name.Split('/').Skip(name.StartsWith('/') ? 1 : 0).Any(segment => segment is "" or "." or ".."))
            return "A part of the path is empty or made of dots.";
        return store switch
        {
            SecretStoreKind.SecretsManager => SecretsManager().IsMatch(name)
                ? null
                : "Secrets Manager takes 1 to 512 of the characters A-Z a-z 0-9 / _ + = . @ -.",
            SecretStoreKind.ParameterStore => FindParameterFault(name),
            _ => name.Any(character => char.IsControl(character) || character is '\\' or ':') ? "A file cannot have this name." : null,
        };
    }

    // SSM API reference, PutParameter, Name.
    private static string? FindParameterFault(string name)
    {
        if (!Parameter().IsMatch(name)) return "Parameter Store takes 1 to 1011 of the characters A-Z a-z 0-9 / _ . -.";
        if (Reserved().IsMatch(name)) return "Parameter Store keeps names that begin with aws or ssm to itself.";
        if (name.Contains('/', StringComparison.Ordinal) && !name.StartsWith('/')) return "Parameter Store wants a path to begin with /.";
        return name.Count(character => character == '/') > MostLevels ? $"Parameter Store takes {MostLevels} levels at the most." : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9/_+=.@-]{1,512}\z")]
    private static partial Regex SecretsManager();

    [GeneratedRegex(@"^[A-Za-z0-9/_.-]{1,1011}\z")]
    private static partial Regex Parameter();

    [GeneratedRegex("^/?(aws|ssm)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reserved();
}
