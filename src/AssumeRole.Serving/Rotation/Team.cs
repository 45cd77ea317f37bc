namespace AssumeRole.Rotation;

/// <summary>A Concourse team and the accounts that it deploys to.</summary>
/// <param name="Name">The team's name in Concourse.</param>
/// <param name="Accounts">What it may use, each under a name of its own.</param>
public sealed record Team(string Name, IReadOnlyList<TeamAccount> Accounts);
