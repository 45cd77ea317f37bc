using System.Buffers.Text;
using System.Globalization;
using System.Text;
using AssumeRole.Roles;
using AssumeRole.Sources;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <content>The role is not denied, but what is asked cannot be had.</content>
internal static partial class FaultyWorlds
{
    private const string Unchained = ",'instanceRoleIsChainLink':false";
    private const string HalfADay = ",'maxSessionDuration':43200";
    private const string Device = "arn:aws:iam::111111111111:mfa/operator";
    private const string Web = "arn:aws:iam::111111111111:role/web";
    private const string Provider = "arn:aws:iam::111111111111:oidc-provider/ci.example.com";
    private const string WrongPolicy =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resources":"*"}]}""";

    private static SessionTag Team => new("team", "ops");

    private static IEnumerable<FaultyWorld> OfRequests =>
    [
        // Durations.
        BrokenHop("the role allows less time than is asked for", "DurationOverMaximum", WorldText.Of()) with { Request = For("7200") },
        BrokenHop("the instance's role makes a chain", "ChainingCap", WorldText.Of(farMore: HalfADay)) with { Request = For("7200") },
        BrokenHop("the second role of a chain is asked for two hours", "ChainingCap", WorldText.Of(Unchained, farMore: HalfADay)) with
        {
            Request = For("7200") with { Via = [WorldText.Middle] },
            Target = WorldText.Far,
        },

        // What goes into the session.
        BrokenHop("session tags are too large", "PackedPolicyTooLarge", WorldText.Of(faults: "'packedPolicySize':120")) with
        {
            Request = new RoleChainRequest { RoleArn = WorldText.Far, Tags = [Team] },
        },
        BrokenHop("the session policy has an element that IAM does not know", "SessionPolicyRefused", WorldText.Of()) with
        {
            Request = new RoleChainRequest { RoleArn = WorldText.Far, Policy = WrongPolicy },
        },
        BrokenHop("the managed session policy is not there", "RequestInvalid", WorldText.Of()) with
        {
            Request = new RoleChainRequest { RoleArn = WorldText.Far, PolicyArns = ["arn:aws:iam::222222222222:policy/absent"] },
        },
        BrokenHop("a transitive tag is passed again", "RequestInvalid", WorldText.Of()) with
        {
            Before = new RoleChainRequest { RoleArn = WorldText.Middle, Tags = [Team], TransitiveTagKeys = ["team"] },
            Request = new RoleChainRequest { RoleArn = WorldText.Far, Tags = [Team] },
        },
        BrokenHop("the caller's session has a source identity already", "SourceIdentityFixed", WorldText.Of()) with
        {
            Before = new RoleChainRequest { RoleArn = WorldText.Middle, SourceIdentity = "ann" },
            Request = new RoleChainRequest { RoleArn = WorldText.Far, SourceIdentity = "bob" },
        },

        // Who answers for the caller.
        Mfa("the MFA code is wrong", "MfaDenied", Device, "000000"),
        Mfa("the MFA device is another user's", "MfaDenied", Device + "2", "123456"),
        Mfa("there is nobody to ask for an MFA code", "TokenCodeMissing", Device, null),
        WithToken("the web identity token is none", "WebIdentityRejected", "no-token"),
        WithToken("the web identity token's issuer is unknown", "WebIdentityRejected", Jwt(issuer: "https://other.example.com")),
        WithToken("the web identity token is for another audience", "WebIdentityRejected", Jwt(audience: "somebody")),
        WithToken("the web identity token has expired", "CredentialsExpired", Jwt(expires: 1)),
        WithToken("the identity provider rejects the claim", "WebIdentityRejected", Jwt(), "'nextErrors':['IDPRejectedClaim']"),
        WithToken(
            "the identity provider is out of reach", "StsUnavailable", Jwt(), $"'nextErrors':['{OfProvider}']"),

        // STS fails at the hop and not before.
        BrokenHop("the role's account has the region off", "RegionDisabled", WorldText.Of(
            more: ",'accounts':[{'id':'222222222222','disabledRegions':['eu-west-1']}]")),
        BrokenHop("STS fails for the role alone", "StsUnavailable", WorldText.Of(
            faults: $"'nextErrors':['None','{FiveTimes}']")),
        BrokenHop("the session that comes out is another role's", "IdentityUnexpected", WorldText.Of(
            farMore: ",'assumedRoleArn':'arn:aws:sts::222222222222:assumed-role/admin/concourse-task'")),
        BrokenHop("the session that comes out is another account's", "IdentityUnexpected", WorldText.Of(
            farMore: ",'assumedRoleArn':'arn:aws:sts::999999999999:assumed-role/deploy/concourse-task'")),
    ];

    private static string OfProvider => string.Join("','", Enumerable.Repeat("IDPCommunicationError", 5));

    private static RoleChainRequest For(string seconds) => new() { RoleArn = WorldText.Far, DurationSeconds = seconds };

    private static FaultyWorld Mfa(string name, string findingId, string device, string? code) => BrokenHop(
        name,
        findingId,
        WorldText.Of(more: $"{Users()},'mfaDevices':[{{'serialNumber':'{Device}','userArn':'{User}','codes':['123456']}}]")) with
    {
        Selection = Keys(UserKey, "secret"),
        Request = new RoleChainRequest { RoleArn = WorldText.Near, SerialNumber = device, TokenCode = code },
    };

    private static FaultyWorld WithToken(string name, string findingId, string token, string faults = "") => BrokenHop(
        name, findingId, WithProvider("'ci.example.com:sub':'main/deploy'", faults)) with
    {
        Selection = new SourceSelection(),
        Request = new RoleChainRequest { RoleArn = Web, WebIdentityToken = new Secret(token) },
    };

    /// <summary>A world with a role that is assumed with a token of a provider.</summary>
    private static string WithProvider(string condition, string faults = "") => WorldText.Of(
        faults: faults,
        more: $",'identityProviders':[{{'arn':'{Provider}','url':'https://ci.example.com','clientIds':['sts.amazonaws.com']}}]")
        .Replace("'roles':[", $"'roles':[{WebRole(condition)},", StringComparison.Ordinal);

    private static string WebRole(string condition) =>
        $"{{'arn':'{Web}','trustPolicy':{{'Version':'2012-10-17','Statement':[{{'Effect':'Allow',"
        + $"'Action':'sts:AssumeRoleWithWebIdentity','Principal':{{'Federated':'{Provider}'}},"
        + $"'Condition':{{'StringEquals':{{{condition}}}}}}}]}}}}";

    private static string Jwt(
        string issuer = "https://ci.example.com", string audience = "sts.amazonaws.com", long expires = 4102444800)
    {
        var claims = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"iss":"{{issuer}}","aud":"{{audience}}","sub":"main/deploy","exp":{{expires}}}""");
        return $"{Encode("""{"alg":"RS256"}""")}.{Encode(claims)}.{Encode("signature")}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
