using System.Globalization;
using System.Xml.Linq;
using AssumeRole.Policies;
using AssumeRole.Sandbox.Identity;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

/// <summary>
/// sts:AssumeRoleWithWebIdentity. The call is not signed: the token says who calls, and it is believed if the role's account has
/// its issuer for a provider. A provider without keys in the world has its tokens' signatures not verified.
/// </summary>
internal sealed class AssumeRoleWithWebIdentityAction(
    World world, SessionStore sessions, CallContext callContext, SandboxFaults faults, TimeProvider time) : IStsAction
{
    public string Name => "AssumeRoleWithWebIdentity";

    public StsAnswer Execute(StsCall call)
    {
        if (AssumeRoleParameters.Read(call.Parameters) is not { } parameters) return StsError.MalformedInput;
        if (parameters.Check(withWebIdentity: true) is { } invalid) return invalid;
        if (IamArn.Parse(parameters.RoleArn!) is not { Type: "role" } roleArn)
            return StsError.Validation($"{parameters.RoleArn} is invalid");
        if (world.FindAccount(roleArn.Account).DisabledRegions.Contains(world.Region))
            return StsError.RegionDisabled(roleArn.Account);
        var (policies, malformed) = SessionPolicies.Read(parameters, world);
        if (malformed is not null) return malformed;

        if (WebIdentityToken.Read(parameters.WebIdentityToken!) is not { } token)
            return Invalid("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
        var provider = world.IdentityProviders.FirstOrDefault(known =>
            known.Url == token.Issuer && known.Arn.Account == roleArn.Account);
        if (provider is null) return Invalid($"No OpenIDConnect provider found in your account for {token.Issuer}");
        if (CheckClaims(token, provider) is { } badToken) return badToken;

        var role = world.FindRole(roleArn.Text);
        if (role is null || !IsTrusted(call, role, provider, token, parameters))
            return StsError.AccessDenied("Not authorized to perform sts:AssumeRoleWithWebIdentity");
        var duration = parameters.DurationSeconds ?? AssumeRoleParameters.DefaultDuration;
        if (duration > role.MaxSessionDuration)
            return StsError.OverMaxSessionDuration;
        var packedSize = PackedPolicySize.Percent(parameters, faults.Current.PackedPolicySize);
        var tagging = SessionTagging.Of(parameters, from: null);
        if (PackedPolicySize.Check(packedSize, parameters, tagging) is { } tooLarge) return tooLarge;

        var issued = sessions.Issue(role, parameters.RoleSessionName!, TimeSpan.FromSeconds(duration));
        var session = issued with { Policies = policies };
        sessions.Add(session);
        return StsAnswer.Success([.. Result(session, token, provider, packedSize)]);
    }

    private static IEnumerable<XElement> Result(
        RoleSession session, WebIdentityToken token, WorldIdentityProvider provider, int? packedSize)
    {
        yield return StsXml.Element("SubjectFromWebIdentityToken", token.Subject!);
        yield return StsXml.Element("Audience", token.Audiences[0]);
        foreach (var element in AssumedRoleResult.Elements(session, packedSize)) yield return element;
        yield return StsXml.Element("Provider", provider.Arn.Text);
    }

    private static StsError Invalid(string message) => new(400, "InvalidIdentityToken", message);

    private StsError? CheckClaims(WebIdentityToken token, WorldIdentityProvider provider)
    {
        if (provider.Keys.Count > 0 && !token.IsSignedBy(provider.Keys))
        {
            return Invalid(
                "Couldn't retrieve verification key from your identity provider, "
                + "please reference AssumeRoleWithWebIdentity documentation for requirements");
        }

        if (token.Subject is null) return Invalid("Missing a required claim: sub");
        if (token.Expiration is not { } expiration) return Invalid("Missing a required claim: exp");
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (now >= expiration)
        {
            return new StsError(
                400,
                "ExpiredTokenException",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Token expired: current date/time {now} must be before the expiration date/time {expiration}"));
        }

        return token.Audiences.Intersect(provider.ClientIds).Any() ? null : Invalid("Incorrect token audience");
    }

    private bool IsTrusted(
        StsCall call, WorldRole role, WorldIdentityProvider provider, WebIdentityToken token, AssumeRoleParameters parameters)
    {
        var context = callContext.Of(call.Request, world.Region)
            .With("aws:FederatedProvider", provider.Arn.Text)
            .With("sts:RoleSessionName", parameters.RoleSessionName!)
            .With($"{provider.ContextKeyPrefix}:aud", token.Audiences)
            .With($"{provider.ContextKeyPrefix}:sub", token.Subject!);
        var subject = AccessPrincipal.Federated(provider.Arn.Text);
        var request = new AccessRequest(subject, $"sts:{Name}", role.Arn.Text, role.Arn.Account, context);
        var limits = world.FindAccount(role.Arn.Account).ResourceControlPolicies;
        return PolicyEvaluator.Evaluate(request, new PolicySet { Trust = role.Trust, ResourceControl = limits }).IsAllowed;
    }
}
