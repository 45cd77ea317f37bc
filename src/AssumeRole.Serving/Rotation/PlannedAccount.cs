using AssumeRole.Roles;

namespace AssumeRole.Rotation;

/// <summary>One account of a run: which role, and where its session goes.</summary>
/// <param name="Team">The team.</param>
/// <param name="Account">The account's name in the team's configuration.</param>
/// <param name="Role">The role.</param>
/// <param name="Duration">How long the session shall last.</param>
/// <param name="Path">The path of its secret.</param>
/// <param name="Names">The secrets that are written, the one that holds everything first.</param>
public sealed record PlannedAccount(
    string Team, string Account, RoleArn Role, SessionDuration Duration, string Path, IReadOnlyList<string> Names)
{
    /// <summary>The session's name.</summary>
    public string SessionName => TeamSessionName.For(Team);

    /// <summary>Team and account.</summary>
    public override string ToString() => $"{Team}/{Account}";
}
