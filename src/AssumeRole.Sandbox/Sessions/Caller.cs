using System.Globalization;
using AssumeRole.Http;
using AssumeRole.Policies;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sessions;

/// <summary>The signer of a request: a user with its own key or temporary credentials, or a session of a role.</summary>
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

    /// <summary>Null for a session of a role.</summary>
    public WorldUser? User { get; private init; }

    /// <summary>Null for a user.</summary>
    public RoleSession? Session { get; private init; }

    /// <summary>Null for a user's own key.</summary>
    public TemporarySession? Credentials { get; private init; }

    public string Account => Owner.Account;

    public bool IsRoot => Owner.IsRoot;

    public AccessPrincipal Principal => Session is null
        ? AccessPrincipal.User(Arn, Account)
        : AccessPrincipal.RoleSession(Arn, Account, Owner.Text);

    /// <summary>Identity policies, permissions boundary and session policies.</summary>
    public PolicySet Policies => new()
    {
        Identity = User?.Policies ?? Session!.Role.Policies,
        PermissionsBoundary = User is null ? Session!.Role.PermissionsBoundary : User.PermissionsBoundary,
        Session = Session?.Policies ?? [],
    };

    public static Caller From(WorldUser user) =>
        new(user.Arn.Text, user.Arn.IsRoot ? user.Arn.Account : UniqueId.OfUser(user.Arn), user.Arn) { User = user };

    public static Caller From(TemporarySession session) => session switch
    {
        UserSession ofUser => From(ofUser.User) with { Credentials = ofUser },
        RoleSession ofRole => new Caller(ofRole.Arn, ofRole.UserId, ofRole.Role.Arn) { Session = ofRole, Credentials = ofRole },
        _ => throw new ArgumentOutOfRangeException(nameof(session), session, null),
    };
}

/// <summary>Creates the context keys of a call (IAM guide, "global condition context keys").</summary>
internal sealed class CallContext(World world, TimeProvider time)
{
    /// <summary>The keys that come from the request alone.</summary>
    public RequestContext Create(HttpRequest request, string region)
    {
        var now = time.GetUtcNow();
        var context = RequestContext.Empty
            .With("aws:CurrentTime", AwsTime.Format(now))
            .With("aws:EpochTime", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            .With("aws:RequestedRegion", region)
            .With("aws:SecureTransport", "false")
            .With("aws:SourceIp", request.RemoteEndPoint.Address.ToString());
        return request.Headers["User-Agent"] is { } agent ? context.With("aws:UserAgent", agent) : context;
    }

    /// <summary>The keys of the request and of its caller.</summary>
    public RequestContext Create(HttpRequest request, Caller caller, string region)
    {
        var context = Create(request, region)
            .With("aws:PrincipalAccount", caller.Account)
            .With("aws:PrincipalArn", caller.Owner.Text)
            .With("aws:PrincipalType", caller.IsRoot ? "Account" : caller.Session is null ? "User" : "AssumedRole")
            .With("aws:userid", caller.UserId);
        if (caller.User is { Arn.IsRoot: false } user) context = context.With("aws:username", user.Arn.Name);
        if (caller.Credentials is { } credentials) context = AddTemporary(context, credentials);
        return caller.Session is { } session ? AddRole(context, session) : context;
    }

    /// <summary>Long-term keys have none of these, so that Bool and BoolIfExists differ as they do in AWS.</summary>
    private RequestContext AddTemporary(RequestContext context, TemporarySession credentials)
    {
        context = context.With("aws:TokenIssueTime", AwsTime.Format(credentials.IssuedAt));
        if (credentials is not UserSession { WithMfa: true }) return context.With("aws:MultiFactorAuthPresent", "false");
        var age = (long)(time.GetUtcNow() - credentials.IssuedAt).TotalSeconds;
        return context
            .With("aws:MultiFactorAuthPresent", "true")
            .With("aws:MultiFactorAuthAge", age.ToString(CultureInfo.InvariantCulture));
    }

    private RequestContext AddRole(RequestContext context, RoleSession session)
    {
        if (session.SourceIdentity is { } identity) context = context.With("aws:SourceIdentity", identity);
        if (session.IsInstanceRole && world.Instance is { } instance)
        {
            var role = session.Role.Arn;
            context = context.With(
                "ec2:SourceInstanceArn", $"arn:{role.Partition}:ec2:{world.Region}:{role.Account}:instance/{instance.Id}");
        }

        return session.Tags.Aggregate(context, (keys, tag) => keys.With($"aws:PrincipalTag/{tag.Key}", tag.Value));
    }
}
