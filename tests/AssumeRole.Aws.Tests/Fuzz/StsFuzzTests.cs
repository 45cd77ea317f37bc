using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sts;
using AssumeRole.Testing.Fuzz;
using static AssumeRole.Testing.Fuzz.HostileAnswers;

namespace AssumeRole.Aws.Tests.Fuzz;

/// <summary>STS's answers through the whole of the SDK, from the bytes on: sessions, errors, and what neither is.</summary>
public sealed class StsFuzzTests
{
    private const string Xml = "text/xml";
    private const string Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    private static readonly AwsKeys Keys = new("ASIACALLER", new Secret("secret-of-caller"), new Secret("token-of-caller"));
    private static readonly RoleRequest Request =
        new() { Role = RoleArn.Parse("arn:aws:iam::222222222222:role/deploy"), SessionName = "task" };

    private static readonly RoleRequest WithToken = Request with { WebIdentity = new WebIdentity(new Secret("header.payload.signature"), null) };

    /// <summary>Three answers each: to AssumeRole, AssumeRoleWithWebIdentity and GetCallerIdentity.</summary>
    private static readonly string[] Seeds =
    [
        Script(Granted("AssumeRole"), Granted("AssumeRoleWithWebIdentity"), Caller),
        Script(Refused(403, "AccessDenied", "User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: sts:AssumeRole"), Refused(400, "ExpiredTokenException", "The security token included in the request is expired"), Refused(400, "Throttling", "Rate exceeded")),
        Script(Refused(400, "ValidationError", "1 validation error detected: Value 'x y' at 'roleSessionName' failed to satisfy constraint"), Refused(400, "InvalidIdentityToken", "Incorrect token audience"), Refused(403, "SignatureDoesNotMatch", "Signature expired: 20170103T233357Z is now earlier than 20170104T042623Z")),
        Script(Answer(503, Xml, ""), Answer(302, "text/html", "<html>sign in</html>"), Answer(200, "text/html", "<html><body>sign in</body></html>")),
        Script(Answer(200, "application/json", "{\"AssumeRoleResponse\":{}}"), Answer(403, "application/json", "{\"Error\":{\"Code\":\"AccessDenied\",\"Message\":\"no\"}}"), Answer(413, Xml, Granted("AssumeRole"))),
    ];

    private const string Caller =
        "200\nContent-Type: text/xml\nx-amzn-RequestId: id-3\nDate: Wed, 04 Mar 2026 05:06:07 GMT\n\n"
            + "<GetCallerIdentityResponse xmlns=\"" + Namespace + "\"><GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:user/alice</Arn>"
            + "<UserId>AIDAEXAMPLE</UserId><Account>111111111111</Account></GetCallerIdentityResult>"
            + "<ResponseMetadata><RequestId>id-3</RequestId></ResponseMetadata></GetCallerIdentityResponse>";

    [Fact]
    public async Task Whatever_answers_is_a_session_a_caller_or_a_fault_of_STS()
    {
        var report = await new FuzzRun("STS answers", Seeds, ReadAsync, _ => false).RunAsync();

        Assert.InRange(report.Accepted, report.Settings.Inputs / 100, report.Settings.Inputs);
        Assert.InRange(report.Refused, report.Settings.Inputs / 10, report.Settings.Inputs);
    }

    /// <summary>Makes the three calls, and tells whether one of them was granted.</summary>
    private static async Task<bool> ReadAsync(string script)
    {
        using var handler = new HostileAnswers(script);
        var sts = new SecurityTokenService { Connections = new ScriptedHttpClientFactory(handler) };
        var endpoint = new StsEndpoint("eu-west-1", new Uri("http://127.0.0.1:1"));
        var granted = await IsGrantedAsync(async () => (await sts.AssumeRoleAsync(Request, Keys, endpoint, default)).AccessKeyId);
        granted |= await IsGrantedAsync(async () => (await sts.AssumeRoleAsync(WithToken, null, endpoint, default)).AccessKeyId);
        return granted | await IsGrantedAsync(async () => (await sts.GetCallerIdentityAsync(Keys, endpoint, default)).Arn);
    }

    private static async Task<bool> IsGrantedAsync(Func<Task<string>> call)
    {
        try
        {
            Assert.NotEmpty(await call());
            return true;
        }
        catch (StsException error)
        {
            var finding = error.Fault.Kind.For("target", error.Fault.ToString());
            Assert.NotEmpty(finding.Id);
            Assert.DoesNotContain("secret-of-caller", finding.ToString(), StringComparison.Ordinal);
            return false;
        }
    }

    private static string Granted(string action) => Answer(
        200,
        Xml,
        $"<{action}Response xmlns=\"{Namespace}\"><{action}Result><AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:task</AssumedRoleId>"
            + $"<Arn>arn:aws:sts::222222222222:assumed-role/deploy/task</Arn></AssumedRoleUser>{StsAnswers.Credentials}"
            + $"<PackedPolicySize>6</PackedPolicySize></{action}Result><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></{action}Response>");

    private static string Refused(int status, string code, string message) => Answer(
        status,
        Xml,
        $"<ErrorResponse xmlns=\"{Namespace}\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
            + "<RequestId>id-2</RequestId></ErrorResponse>");
}
