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

    /// <summary>The user, by its own key or by a session of its own.</summary>
    public WorldUser? User { get; private init; }

    /// <summary>The session of a role.</summary>
    public RoleSession? Session { get; private init; }

    /// <summary>The temporary credentials; null for a user's own key.</summary>
    public TemporarySession? Credentials { get; private init; }

    public string Account => Owner.Account;

    public bool IsRoot => Owner.IsRoot;

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

    public static Caller Of(WorldUser user) =>
        new(user.Arn.Text, user.Arn.IsRoot ? user.Arn.Account : UniqueId.OfUser(user.Arn), user.Arn) { User = user };

    public static Caller Of(TemporarySession session) => session switch
    {
        UserSession of => Of(of.User) with { Credentials = of },
        RoleSession of => new Caller(of.Arn, of.UserId, of.Role.Arn) { Session = of, Credentials = of },
        _ => throw new ArgumentOutOfRangeException(nameof(session), session, null),
    };
}
