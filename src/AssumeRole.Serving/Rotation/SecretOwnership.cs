using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>The tags that mark what this program owns.</summary>
internal static class SecretTags
{
    /// <summary>The team that the secret is written for: another team's rotation does not touch it.</summary>
    public const string Owner = "assumerole:owner";

    public const string Account = "assumerole:account";

    public static IReadOnlyDictionary<string, string> For(PlannedAccount account) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { [Owner] = account.Team, [Account] = account.Account };
}

/// <summary>Refuses to overwrite secrets that the team does not own, and deleted ones.</summary>
internal static class SecretOwnership
{
    public static void Check(StoredSecret? secret, PlannedAccount account, bool force)
    {
        if (secret is null || force) return;
        if (secret.Owner is null)
            throw FindingCatalogue.SecretNotOwned.Error(secret.Name, $"{secret.Name} is there and has no tag {SecretTags.Owner}.");
        if (secret.Owner != account.Team)
        {
            throw FindingCatalogue.SecretNotOwned.Error(
                secret.Name,
                $"{secret.Name} has the tag {SecretTags.Owner} = {secret.Owner}, and this is team {account.Team}.",
                remedy: "Give the two teams paths of their own, or delete the secret if the other team is no more.");
        }

        if (secret.IsToBeDeleted) throw FindingCatalogue.SecretToBeDeleted.Error(secret.Name, $"{secret.Name} is scheduled for deletion.");
    }
}
