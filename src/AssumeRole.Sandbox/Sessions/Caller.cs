using System.Globalization;
using AssumeRole.Http;
using AssumeRole.Policies;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sessions;

/// <summary>The signer of a request: a user with its own key or temporary credentials, or a session of a role.</summary>
/// <param name="Owner">The ARN of the user or of the session's role.</param>
/// <param name="User">Null for a session of a role.</param>
/// <param name="Session">Null for a user.</param>
/// <param name="Credentials">Null for a user's own key.</param>
internal sealed record Caller(
    string Arn, string UserId, IamArn Owner, WorldUser? User = null, RoleSession? Session = null, TemporarySession? Credentials = null)
{
    public string Account => Owner.Account;

    public bool IsRoot => Owner.IsRoot;

    public AccessPrincipal Principal => Session is null
        ? AccessPrincipal.User(Arn, Account)
        : AccessPrincipal.RoleSession(Arn, Account, Owner.Text);

    public PolicySet Policies => new()
    {
        Identity = User?.Policies ?? Session!.Role.Policies,
        PermissionsBoundary = User is null ? Session!.Role.PermissionsBoundary : User.PermissionsBoundary,
        Session = Session?.Policies ?? [],
    };

    public static Caller From(WorldUser user) =>
        new(user.Arn.Text, user.Arn.IsRoot ? user.Arn.Account : UniqueId.OfUser(user.Arn), user.Arn, user);

    public static Caller From(TemporarySession session) => session switch
    {
        UserSession ofUser => From(ofUser.User) with { Credentials = ofUser },
        RoleSession ofRole => new Caller(ofRole.Arn, ofRole.UserId, ofRole.Role.Arn, null, ofRole, ofRole),
        _ => throw new ArgumentOutOfRangeException(nameof(session), session, null),
    };
}

/// <summary>Creates the context keys of a call (IAM guide, "global condition context keys").</summary>
internal sealed class CallContext(World world, TimeProvider time)
{
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
