using AssumeRole.Policies;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Metadata;

/// <summary>The credentials of the instance's role. EC2 renews them before they expire, unless a fault prevents that.</summary>
internal sealed class InstanceCredentials(World world, SessionStore sessions, SandboxFaults faults, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(6);

    // EC2 guide: new credentials are there at least five minutes before the old ones expire.
    private static readonly TimeSpan RenewedBefore = TimeSpan.FromMinutes(15);

    /// <summary>The time since credentials that are not renewed expired.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromHours(1);

    private readonly object guard = new();
    private RoleSession? current;

    public WorldRole? Role => world.Instance?.RoleArn is { } arn ? world.FindRole(arn) : null;

    /// <summary>Whether the role trusts EC2; if not, EC2 shows an error in place of credentials.</summary>
    public bool IsTrusted(WorldRole role)
    {
        var ec2 = AccessPrincipal.Service("ec2.amazonaws.com");
        var request = new AccessRequest(ec2, "sts:AssumeRole", role.Arn.Text, role.Arn.Account, RequestContext.Empty);
        var limits = world.FindAccount(role.Arn.Account).ResourceControlPolicies;
        return PolicyEvaluator.Evaluate(request, new PolicySet { Trust = role.Trust, ResourceControl = limits }).IsAllowed;
    }

    public RoleSession Get(WorldRole role)
    {
        lock (guard)
        {
            var now = time.GetUtcNow();
            if (faults.Current.InstanceCredentialsExpired)
            {
                if (current is null || now < current.Expiration) current = Issue(role, now - Overdue - Lifetime);
            }
            else if (current is null || now >= current.Expiration - Margin(current))
            {
                current = Issue(role, now);
            }

            return current;
        }
    }

    private RoleSession Issue(WorldRole role, DateTimeOffset from) =>
        sessions.Issue(new RoleSession { Role = role, Name = world.Instance!.Id, IsInstanceRole = true }, Lifetime, from);

    /// <summary>Short-lived credentials are renewed after half their life.</summary>
    private static TimeSpan Margin(RoleSession session)
    {
        var half = (session.Expiration - session.IssuedAt) / 2;
        return half < RenewedBefore ? half : RenewedBefore;
    }
}
