using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>Refuses what this program does not own, and what somebody deleted.</summary>
internal static class SecretOwnership
{
    /// <summary>Checks a secret before it is overwritten.</summary>
    /// <exception cref="AssumeRoleException">SecretNotOwned or SecretToBeDeleted.</exception>
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
