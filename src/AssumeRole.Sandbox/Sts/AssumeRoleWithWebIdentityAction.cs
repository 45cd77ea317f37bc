using System.Globalization;
using System.Text;
using System.Text.Json;
using AssumeRole.Policies;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

/// <summary>
/// sts:AssumeRoleWithWebIdentity. The call is not signed: the token names the caller, and is accepted if its issuer is a provider of the
/// role's account. The signatures of a provider without keys in the world are not verified.
/// </summary>
internal sealed class AssumeRoleWithWebIdentityAction(
    World world, SessionStore sessions, CallContext callContext, SandboxFaults faults, TimeProvider time) : IStsAction
{
    public string Name => "AssumeRoleWithWebIdentity";

    public bool IsSigned => false;

    public StsAnswer Execute(StsCall call)
    {
        if (AssumeRoleParameters.Read(call.Parameters) is not { } parameters) return StsErrors.MalformedInput;
        if (parameters.Check(withWebIdentity: true) is { } invalid) return invalid;
        if (IamArn.Parse(parameters.RoleArn!) is not { Type: "role" } roleArn)
            return StsErrors.Validation($"{parameters.RoleArn} is invalid");
        if (world.FindAccount(roleArn.Account).DisabledRegions.Contains(call.Region))
            return StsErrors.RegionDisabled(roleArn.Account);
        var (policies, malformed) = SessionPolicies.Read(parameters, world);
        if (malformed is not null) return malformed;

        if (WebIdentityToken.Read(parameters.WebIdentityToken!) is not { } token)
        {
            return StsErrors.InvalidIdentityToken(
                "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");
        }

        var provider = world.IdentityProviders.FirstOrDefault(known =>
            known.Url == token.Issuer && known.Arn.Account == roleArn.Account);
        if (provider is null) return StsErrors.InvalidIdentityToken($"No OpenIDConnect provider found in your account for {token.Issuer}");
        if (CheckClaims(token, provider) is { } badToken) return badToken;

        var role = world.FindRole(roleArn.Text);
        if (role is null || !IsTrusted(call, role, provider, token, parameters))
            return StsErrors.AccessDenied("Not authorized to perform sts:AssumeRoleWithWebIdentity");
        var duration = parameters.DurationSeconds ?? AssumeRoleParameters.DefaultDuration;
        if (duration > role.MaxSessionDuration) return StsErrors.OverMaxSessionDuration;
        var packedSize = PackedPolicySize.Percent(parameters, faults.Current.PackedPolicySize);
        var tagging = SessionTagging.Create(parameters, from: null);
        if (PackedPolicySize.Check(packedSize, parameters, tagging) is { } tooLarge) return tooLarge;

        var session = sessions.Issue(
            new RoleSession { Role = role, Name = parameters.RoleSessionName!, Policies = policies }, TimeSpan.FromSeconds(duration));
        return new StsAnswer(
            [
                StsXml.Element("SubjectFromWebIdentityToken", token.Subject!),
                StsXml.Element("Audience", token.Audiences[0]),
                .. AssumedRoleResult.Elements(session, packedSize),
                StsXml.Element("Provider", provider.Arn.Text),
            ]);
    }

    private AwsError? CheckClaims(WebIdentityToken token, WorldIdentityProvider provider)
    {
        if (provider.Keys.Count > 0 && !token.IsSignedBy(provider.Keys))
        {
            return StsErrors.InvalidIdentityToken(
                "Couldn't retrieve verification key from your identity provider, "
                + "please reference AssumeRoleWithWebIdentity documentation for requirements");
        }

        if (token.Subject is null) return StsErrors.InvalidIdentityToken("Missing a required claim: sub");
        if (token.Expiration is not { } expiration) return StsErrors.InvalidIdentityToken("Missing a required claim: exp");
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (now >= expiration)
        {
            return new AwsError(
                400,
                "ExpiredTokenException",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Token expired: current date/time {now} must be before the expiration date/time {expiration}"));
        }

        return token.Audiences.Intersect(provider.ClientIds).Any() ? null : StsErrors.InvalidIdentityToken("Incorrect token audience");
    }

    private bool IsTrusted(
        StsCall call, WorldRole role, WorldIdentityProvider provider, WebIdentityToken token, AssumeRoleParameters parameters)
    {
        var context = callContext.Create(call.Request, call.Region)
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

/// <summary>A JSON Web Token whose signature only <see cref="IsSignedBy"/> verifies.</summary>
internal sealed class WebIdentityToken(JsonElement header, JsonElement claims, byte[] signed, byte[] signature)
{
    public string? Issuer { get; } = claims.FindText("iss");

    public string? Subject { get; } = claims.FindText("sub");

    public IReadOnlyList<string> Audiences { get; } =
        claims.FindText("aud") is { } audience ? [audience] : [.. claims.Member("aud").Texts()];

    /// <summary>The exp claim, in seconds of the Unix epoch.</summary>
    public long? Expiration { get; } =
        claims.Member("exp") is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var seconds) ? seconds : null;

    public static WebIdentityToken? Read(string text)
    {
        if (text.Split('.') is not [var header, var payload, var signature]) return null;
        if (Base64Url.Decode(signature) is not { } signatureBytes) return null;
        return ReadObject(header) is { } head && ReadObject(payload) is { } claims
            ? new WebIdentityToken(head, claims, Encoding.ASCII.GetBytes($"{header}.{payload}"), signatureBytes)
            : null;
    }

    public bool IsSignedBy(IEnumerable<JsonWebKey> keys)
    {
        var keyId = header.FindText("kid");
        return keys.Any(key => (keyId is null || key.KeyId == keyId) && key.Verifies(header.FindText("alg"), signed, signature));
    }

    private static JsonElement? ReadObject(string part) => Base64Url.Decode(part) is { } bytes ? JsonObjects.Parse(bytes) : null;
}
