using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Sources;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <content>STS does not say who the caller is.</content>
internal static partial class FaultyWorlds
{
    private const string User = "arn:aws:iam::111111111111:user/operator";
    private const string UserKey = "AKIAOPERATOR";
    private static string FiveTimes => string.Join("','", Enumerable.Repeat("InternalFailure", 5));

    private static IEnumerable<FaultyWorld> OfCallers =>
    [
        NoCaller("this machine's clock is twenty minutes behind", "ClockSkew", "'clockOffsetSeconds':1200"),
        NoCaller("this machine's clock is twenty minutes ahead", "ClockSkew", "'clockOffsetSeconds':-1200"),
        NoCaller("STS takes the request for an old one", "ClockSkew", "'nextErrors':['RequestExpired']"),

        // STS is not reached.
        NoCaller("STS connections are reset", "StsUnreachable", "'stsUnreachable':true"),
        // The SDK tries eleven connections for one request, whatever MaxErrorRetry says, and there are three requests.
        NoCaller("STS connections are reset 33 times", "StsUnreachable", "'stsDroppedConnections':33"),
        NoCaller("STS answers break off", "StsUnreachable", "'stsTruncated':true"),
        NoCaller("half an answer of STS arrives", "StsUnreachable", "'stsGarbage':'Broken'"),
        NoCaller("an empty answer of STS arrives", "StsUnreachable", "'stsGarbage':'Empty'"),
        NoCaller("what listens at STS's address speaks no HTTP", "StsUnreachable", "'stsGarbage':'NotHttp'"),
        NoCaller("a portal answers in STS's place", "StsUnreachable", "'stsGarbage':'Page'"),
        NoCaller("a proxy refuses in STS's place", "StsRefused", "'stsGarbage':'ForbiddenPage'"),
        NoCaller("STS calls are redirected to a portal", "StsRefused", "'stsGarbage':'Redirect'"),
        NoCaller("nothing listens at the address that stands for STS", "StsUnreachable") with
        {
            Variables = Set("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1"),
        },

        // STS cannot.
        NoCaller("STS throttles for ever", "StsThrottled", "'throttledCalls':2147483647"),
        NoCaller("STS is unavailable for ever", "StsUnavailable", "'unavailableCalls':2147483647"),
        NoCaller("STS fails five times", "StsUnavailable", $"'nextErrors':['{FiveTimes}']"),

        // STS does not take the caller.
        NoCaller("STS does not know the key", "CredentialsRefused") with { Selection = Keys("AKIANOBODY", "x") },
        NoCaller("the secret is another key's", "CredentialsRefused") with { Selection = Keys(UserKey, "wrong") },
        NoCaller("a key of a session stands without its token", "CredentialsRefused") with
        {
            Selection = new SourceSelection(CredentialSource.Environment),
            Variables = Set("AWS_ACCESS_KEY_ID", "ASIASOMEBODYELSE", "AWS_SECRET_ACCESS_KEY", "x"),
            Warnings = ["EnvironmentLeftover"],
        },

        // Nobody knows which STS to ask.
        NoCaller("nothing says which region", "RegionMissing", "'metadataUnreachable':true") with
        {
            Selection = Keys(UserKey, "secret"),
            Variables = new Dictionary<string, string?> { ["AWS_REGION"] = null, ["AWS_DEFAULT_REGION"] = null },
        },
        NoCaller("the region's name is none", "RegionInvalid") with { Variables = Set("AWS_REGION", "Ireland") },
        NoCaller("STS of a region that there is not is asked", "CredentialsRefused") with { Variables = Set("AWS_REGION", "xx-west-1") },
        NoCaller("the address that stands for STS is none", "EndpointInvalid") with
        {
            Variables = Set("AWS_ENDPOINT_URL_STS", "sts.example.com"),
        },
    ];

    private static string Users(string arn = User) =>
        $",'users':[{{'arn':'{arn}','accessKeyId':'{UserKey}','secretAccessKey':'secret',"
        + $"'policies':[{WorldText.Policy(WorldText.AllowAll)}]}}]";

    private static SourceSelection Keys(string id, string secret) => new(Given: new AwsKeys(id, new Secret(secret), null));

    private static FaultyWorld NoCaller(string name, string findingId, string faults = "") =>
        Broken(name, ChainStepName.CallerIdentity, findingId, WorldText.Of(faults: faults, more: Users()));
}
