using System.Globalization;
using AssumeRole.Http;
using AssumeRole.Policies;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

/// <summary>The context keys that every signed call has (IAM guide, "global condition context keys").</summary>
internal sealed class CallContext(World world, TimeProvider time)
{
    /// <summary>The keys that come from the request alone.</summary>
    public RequestContext Of(HttpRequest request, string region)
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

    /// <summary>Those keys, and the ones that say who calls.</summary>
    public RequestContext Of(HttpRequest request, Caller caller, string region)
    {
        var context = Of(request, region)
            .With("aws:PrincipalAccount", caller.Account)
            .With("aws:PrincipalArn", caller.Owner.Text)
            .With("aws:PrincipalType", caller.IsRoot ? "Account" : caller.Session is null ? "User" : "AssumedRole")
            .With("aws:userid", caller.UserId);
        if (caller.User is { Arn.IsRoot: false } user) context = context.With("aws:username", user.Arn.Name);
        if (caller.Credentials is { } credentials) context = OfTemporary(context, credentials);
        return caller.Session is { } session ? OfRole(context, session) : context;
    }

    /// <summary>Long-term keys lack these keys, so that Bool and BoolIfExists differ as they do in AWS.</summary>
    private RequestContext OfTemporary(RequestContext context, TemporarySession credentials)
    {
        context = context.With("aws:TokenIssueTime", AwsTime.Format(credentials.IssuedAt));
        if (credentials is not UserSession { WithMfa: true }) return context.With("aws:MultiFactorAuthPresent", "false");
        var age = (long)(time.GetUtcNow() - credentials.IssuedAt).TotalSeconds;
        return context
            .With("aws:MultiFactorAuthPresent", "true")
            .With("aws:MultiFactorAuthAge", age.ToString(CultureInfo.InvariantCulture));
    }

    private RequestContext OfRole(RequestContext context, RoleSession session)
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
