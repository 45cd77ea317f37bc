using AssumeRole.Policies;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sessions;

/// <summary>Who calls: a user with its own key, or a session of a role.</summary>
internal sealed record Caller
{
    private Caller(string arn, string userId, IamArn owner)
    {
        Arn = arn;
        UserId = userId;
        Owner = owner;
    }

    /// <summary>The ARN of the user or of the session.</summary>
    public string Arn { get; }

    public string UserId { get; }

    /// <summary>The ARN of the user or of the session's role.</summary>
    public IamArn Owner { get; }

    public WorldUser? User { get; private init; }

    public RoleSession? Session { get; private init; }

    public string Account => Owner.Account;

    public AccessPrincipal Principal => Session is null
        ? AccessPrincipal.User(Arn, Account)
        : AccessPrincipal.RoleSession(Arn, Account, Owner.Text);

    /// <summary>The caller's own policies.</summary>
    public PolicySet Policies => new()
    {
        Identity = User?.Policies ?? Session!.Role.Policies,
        PermissionsBoundary = User is null ? Session!.Role.PermissionsBoundary : User.PermissionsBoundary,
        Session = Session?.Policies ?? [],
    };

    public static Caller Of(WorldUser user) => new(user.Arn.Text, UniqueId.OfUser(user.Arn), user.Arn) { User = user };

    public static Caller Of(RoleSession session) => new(session.Arn, session.UserId, session.Role.Arn) { Session = session };
}
