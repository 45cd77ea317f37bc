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
            .With("aws:PrincipalType", caller.Session is null ? "User" : "AssumedRole")
            .With("aws:userid", caller.UserId);
        if (caller.User is { } user) return context.With("aws:username", user.Arn.Name);

        var session = caller.Session!;

        // Long-term keys lack this key; temporary credentials have it, so that Bool and BoolIfExists differ as they do in AWS.
        context = context.With("aws:MultiFactorAuthPresent", "false");
        if (session.SourceIdentity is { } identity) context = context.With("aws:SourceIdentity", identity);
        if (session.IsInstanceRole && world.Instance is { } instance)
        {
            context = context.With(
                "ec2:SourceInstanceArn",
                $"arn:{caller.Owner.Partition}:ec2:{world.Region}:{caller.Account}:instance/{instance.Id}");
        }

        return session.Tags.Aggregate(context, (keys, tag) => keys.With($"aws:PrincipalTag/{tag.Key}", tag.Value));
    }
}
