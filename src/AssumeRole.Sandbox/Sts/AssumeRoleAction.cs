using System.Globalization;
using System.Xml.Linq;
using AssumeRole.Policies;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

/// <summary>
/// sts:AssumeRole. Checks run in this order: credentials, schema, the root user, the region, session policies and tags, MFA code,
/// authorisation, the role's maximum duration, the chaining cap, source identity, packed size. Recorded calls of AWS show schema
/// before maximum before chaining. Authorisation before the last two is our choice: AWS says nothing about a role that it refuses.
/// </summary>
internal sealed class AssumeRoleAction(World world, SessionStore sessions, CallContext callContext, SandboxFaults faults) : IStsAction
{
    private const int ChainedMaximum = 3600;
    private readonly AssumeRoleAuthorization authorization = new(world);

    public string Name => "AssumeRole";

    public StsAnswer Execute(StsCall call)
    {
        var caller = call.Caller!;
        if (AssumeRoleParameters.Read(call.Parameters) is not { } parameters) return StsErrors.MalformedInput;
        if (parameters.Check(withWebIdentity: false) is { } invalid) return invalid;
        var roleArn = parameters.RoleArn!;
        if (IamArn.Parse(roleArn) is not { Type: "role" } arn) return StsErrors.Validation($"{roleArn} is invalid");
        if (caller.IsRoot) return StsErrors.AccessDenied("Roles may not be assumed by root accounts.");
        if (world.FindAccount(arn.Account).DisabledRegions.Contains(call.Region)) return StsErrors.RegionDisabled(arn.Account);

        var (policies, malformed) = SessionPolicies.Read(parameters, world);
        if (malformed is not null) return malformed;
        if (SessionTagging.Check(parameters, caller.Session) is { } badTags) return badTags;
        if (MultiFactorAuthentication.Check(world, caller, parameters) is { } badCode) return badCode;

        var tagging = SessionTagging.Create(parameters, caller.Session);
        var sourceIdentity = parameters.SourceIdentity ?? caller.Session?.SourceIdentity;
        if (world.FindRole(roleArn) is not { } role) return AssumeRoleAuthorization.Denied(caller.Arn, roleArn, "sts:AssumeRole");
        var context = Context(callContext.Create(call.Request, caller, call.Region), parameters, tagging, sourceIdentity);
        List<string> actions = ["sts:AssumeRole"];
        if (tagging.Tags.Count > 0) actions.Add("sts:TagSession");
        if (sourceIdentity is not null) actions.Add("sts:SetSourceIdentity");
        var denied = actions.Select(action => authorization.Check(caller, role, action, context)).FirstOrDefault(error => error is not null);
        if (denied is not null) return denied;

        var duration = parameters.DurationSeconds ?? AssumeRoleParameters.DefaultDuration;
        if (duration > role.MaxSessionDuration) return StsErrors.OverMaxSessionDuration;
        if (duration > ChainedMaximum && IsChained(caller)) return StsErrors.OverChainingCap;
        if (parameters.SourceIdentity is not null && caller.Session?.SourceIdentity is not null)
            return StsErrors.Validation("The source identity is already set for this assume role session");

        var packedSize = PackedPolicySize.Percent(parameters, faults.Current.PackedPolicySize);
        if (PackedPolicySize.Check(packedSize, parameters, tagging) is { } tooLarge) return tooLarge;

        var asked = new RoleSession
        {
            Role = role,
            Name = parameters.RoleSessionName!,
            SourceIdentity = sourceIdentity,
            Tags = tagging.Tags,
            TransitiveTagKeys = tagging.TransitiveKeys,
            Policies = policies,
        };
        var session = sessions.Issue(asked, TimeSpan.FromSeconds(duration));
        return new StsAnswer([.. AssumedRoleResult.Elements(session, packedSize)]);
    }

    private static RequestContext Context(
        RequestContext context, AssumeRoleParameters parameters, SessionTagging tagging, string? sourceIdentity)
    {
        context = context.With("sts:RoleSessionName", parameters.RoleSessionName!);
        if (parameters.ExternalId is { } externalId) context = context.With("sts:ExternalId", externalId);
        if (sourceIdentity is not null) context = context.With("sts:SourceIdentity", sourceIdentity);
        if (parameters.TokenCode is not null)
            context = context.With("aws:MultiFactorAuthPresent", "true").With("aws:MultiFactorAuthAge", "0");
        context = context.With("aws:TagKeys", tagging.Tags.Select(tag => tag.Key)).With("sts:TransitiveTagKeys", tagging.TransitiveKeys);
        return tagging.Tags.Aggregate(context, (keys, tag) => keys.With($"aws:RequestTag/{tag.Key}", tag.Value));
    }

    private bool IsChained(Caller caller) => caller.Credentials switch
    {
        null => false,
        RoleSession { IsInstanceRole: true } => world.Instance is { InstanceRoleIsChainLink: true },
        _ => true,
    };
}

internal static class AssumedRoleResult
{
    public static IEnumerable<XElement> Elements(RoleSession session, int? packedSize)
    {
        yield return StsXml.Element(
            "AssumedRoleUser",
            StsXml.Element("AssumedRoleId", session.UserId),
            StsXml.Element("Arn", session.Arn));
        yield return StsXml.Credentials(session);
        if (session.SourceIdentity is { } identity) yield return StsXml.Element("SourceIdentity", identity);
        if (packedSize is { } percent)
            yield return StsXml.Element("PackedPolicySize", percent.ToString(CultureInfo.InvariantCulture));
    }
}
