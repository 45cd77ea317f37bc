namespace AssumeRole.Rotation;

/// <summary>The tags that mark what this program owns.</summary>
public static class SecretTags
{
    /// <summary>The team that the secret is written for: another team's rotation does not touch it.</summary>
    public const string Owner = "assumerole:owner";

    /// <summary>The account's name in the team's configuration.</summary>
    public const string Account = "assumerole:account";

    internal static IReadOnlyDictionary<string, string> For(PlannedAccount account) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { [Owner] = account.Team, [Account] = account.Account };
}
