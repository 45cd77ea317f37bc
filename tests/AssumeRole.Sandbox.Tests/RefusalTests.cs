using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace AssumeRole.Sandbox.Tests;

/// <summary>Every refusal of STS that is on record, and how a world or a request reaches it.</summary>
public sealed class RefusalTests
{
    private const string Near = "arn:aws:iam::111111111111:role/near";
    private const string Long = "arn:aws:iam::111111111111:role/long";
    private const string Far = "arn:aws:iam::222222222222:role/far";
    private const string Web = "arn:aws:iam::111111111111:role/web";
    private const string Provider = "arn:aws:iam::111111111111:oidc-provider/issuer.example.com";
    private const string OfOrganisation = "arn:aws:organizations::999999999999:policy/o-1/service_control_policy/p-1";
    private const string Device = "arn:aws:iam::111111111111:mfa/ann";
    private const string Action = "is not authorized to perform: sts:AssumeRole on resource:";
    private const string AnnToNear = $"403 AccessDenied: User: {TestWorld.Ann} {Action} {Near}";
    private const string AllowAll = "{'Effect':'Allow','Action':'*','Resource':'*'}";
    private const string AllowS3 = "{'Effect':'Allow','Action':'s3:*','Resource':'*'}";
    private const string DenyAll = "{'Effect':'Deny','Action':'*','Resource':'*'}";
    private const string EveryoneS3 = "{'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':'*'}";
    private const string Everyone = "{'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'}";
    private const string Nobody = "{'Effect':'Deny','Action':'*','Resource':'*','Principal':'*'}";
    private const string Invalid = "The security token included in the request is invalid.";
    private const string Claims = """{"iss":"https://issuer.example.com","aud":"us","sub":"s","exp":1772604367}""";

    private const string NoBoundary = $"'permissionsBoundary':{{'name':'p','document':"
        + $"{{'Version':'2012-10-17','Statement':[{AllowAll}]}}}}";

    private static readonly SandboxClient.TestKey Root = new("AKIAROOT", "root");

    private static readonly Dictionary<string, Refusal> Table = new Refusal[]
    {
        // Who calls.
        new("403 MissingAuthenticationToken: Request is missing Authentication Token",
            client => client.CallAsync((TestSigner?)null, "GetCallerIdentity")),
        new("400 IncompleteSignature: Unsupported AWS 'algorithm': 'Bearer'.",
            client => client.SendAsync(
                HttpMethod.Get, "/?Action=GetCallerIdentity&Version=2011-06-15", ("Authorization", "Bearer x"))),
        new($"403 InvalidClientTokenId: {Invalid}",
            client => client.CallAsync(new SandboxClient.TestKey("AKIANOBODY", "x"), "GetCallerIdentity")),
        new("403 ExpiredToken: The security token included in the request is expired", ExpiredAsync),
        new("403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. "
            + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
            client => client.CallAsync(TestWorld.AnnKey with { SecretAccessKey = "wrong" }, "GetCallerIdentity")),
        new("403 SignatureDoesNotMatch: Signature expired: 20260304T040607Z is now earlier than 20260304T045107Z "
            + "(20260304T050607Z - 15 min.)",
            client => SignedAsync(client, signer => signer with { Time = signer.Time.AddHours(-1) })),
        new("403 SignatureDoesNotMatch: Signature not yet current: 20260304T060607Z is still later than 20260304T052107Z "
            + "(20260304T050607Z + 15 min.)",
            client => SignedAsync(client, signer => signer with { Time = signer.Time.AddHours(1) })),
        new("403 SignatureDoesNotMatch: Credential should be scoped to a valid region. ",
            client => SignedAsync(client, signer => signer with { Region = "nowhere" })),
        new("403 SignatureDoesNotMatch: Credential should be scoped to correct service: 'sts'. ",
            client => SignedAsync(client, signer => signer with { Service = "iam" })),
        new("403 AccessDenied: Cannot call GetSessionToken with session credentials",
            async client => await client.CallAsync(await client.AssumedAsync(TestWorld.AnnKey, Near), "GetSessionToken")),

        // What is asked for.
        new("400 InvalidAction: Could not find operation AssumeRoles for version 2011-06-15",
            client => client.CallAsync(TestWorld.AnnKey, "AssumeRoles")),
        new("400 ValidationError: 1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: "
            + @"Member must satisfy regular expression pattern: [\w+=,.@-]*",
            client => client.CallAsync(TestWorld.AnnKey, "AssumeRole", ("RoleArn", Near), ("RoleSessionName", "a b"))),
        new("400 ValidationError: 2 validation errors detected: Value 'x' at 'roleSessionName' failed to satisfy constraint: "
            + "Member must have length greater than or equal to 2; Value '899' at 'durationSeconds' failed to satisfy "
            + "constraint: Member must have value greater than or equal to 900",
            client => client.CallAsync(
                TestWorld.AnnKey, "AssumeRole", ("RoleArn", Near), ("RoleSessionName", "x"), ("DurationSeconds", "899"))),
        new("400 ValidationError: arn:aws:iam::111111111111:user/ann is invalid",
            client => client.AssumeAsync(TestWorld.AnnKey, TestWorld.Ann)),
        new("400 MalformedInput: ", client => AssumeAsync(client, ("DurationSeconds", "soon"))),
        new("400 MalformedPolicyDocument: This policy contains invalid Json", client => AssumeAsync(client, ("Policy", "{"))),
        new("400 PackedPolicyTooLarge: Packed policy consumes 115% of allotted space, please use smaller policy.",
            client => AssumeAsync(client, LargePolicy())),
        new("400 PackedPolicyTooLarge: Packed size of session tags consumes 128% of allotted space.",
            client => AssumeAsync(client, Tags(20, "key", transitive: false))),
        new("400 PackedPolicyTooLarge: Serialized token too large for session", LargeTokenAsync),
        new("400 ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            client => AssumeAsync(client, ("DurationSeconds", "43200"))),
        new("400 ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
            async client => await client.AssumeAsync(
                await client.AssumedAsync(TestWorld.AnnKey, Near), Long, ("DurationSeconds", "7200"))),
        new("400 ValidationError: The source identity is already set for this assume role session",
            async client => await client.AssumeAsync(
                await client.AssumedAsync(TestWorld.AnnKey, Near, ("SourceIdentity", "ann")), Near, ("SourceIdentity", "bob"))),

        // Who may.
        new($"403 AccessDenied: User: {TestWorld.Ann} {Action} {Far}", client => client.AssumeAsync(TestWorld.AnnKey, Far)),
        new($"{AnnToNear}2", client => client.AssumeAsync(TestWorld.AnnKey, Near + "2")),
        new("403 AccessDenied: Roles may not be assumed by root accounts.", client => client.AssumeAsync(Root, Near)),
        new("403 AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code. ",
            client => AssumeAsync(client, ("SerialNumber", Device), ("TokenCode", "000000"))),
        new("403 AccessDenied: MultiFactorAuthentication failed, unable to validate MFA code. Please verify your MFA serial number "
            + "is valid and associated with this user.",
            client => AssumeAsync(client, ("SerialNumber", Device + "2"), ("TokenCode", "123456"))),
        new($"{AnnToNear} because no role trust policy allows the sts:AssumeRole action",
            client => AssumeAsync(client), Trust: "222222222222"),
        new($"{AnnToNear} because no identity-based policy allows the sts:AssumeRole action",
            client => AssumeAsync(client), Own: AllowS3),
        new($"{AnnToNear} because no permissions boundary allows the sts:AssumeRole action",
            client => AssumeAsync(client), User: $"'permissionsBoundary':{Policy(AllowS3)}"),
        new($"403 AccessDenied: User: arn:aws:sts::111111111111:assumed-role/near/session {Action} {Near} "
            + "because no session policy allows the sts:AssumeRole action",
            async client => await client.AssumeAsync(
                await client.AssumedAsync(TestWorld.AnnKey, Near, ("Policy", Document(AllowS3).Replace('\'', '"'))), Near)),
        new($"{AnnToNear} because no service control policy allows the sts:AssumeRole action",
            client => AssumeAsync(client), Account: $"'serviceControlPolicies':[{Policy(AllowS3)}]"),
        new($"{AnnToNear} because no VPC endpoint policy allows the sts:AssumeRole action",
            client => AssumeAsync(client), More: $"'vpcEndpointPolicy':{Policy(EveryoneS3)}"),
        new($"{AnnToNear} with an explicit deny in an identity-based policy",
            client => AssumeAsync(client), Own: $"{AllowAll},{DenyAll}"),
        new($"{AnnToNear} with an explicit deny in a permissions boundary",
            client => AssumeAsync(client), User: $"'permissionsBoundary':{Policy(DenyAll)}"),
        new($"{AnnToNear} with an explicit deny in a service control policy",
            client => AssumeAsync(client), Account: $"'serviceControlPolicies':[{Policy($"{AllowAll},{DenyAll}")}]"),
        new($"403 AccessDenied: User: arn:aws:sts::111111111111:assumed-role/near/session {Action} {Near} "
            + "with an explicit deny in a session policy",
            async client => await client.AssumeAsync(
                await client.AssumedAsync(
                    TestWorld.AnnKey, Near, ("Policy", Document($"{AllowAll},{DenyAll}").Replace('\'', '"'))),
                Near)),
        new($"{AnnToNear} with an explicit deny in a service control policy: {OfOrganisation}",
            client => AssumeAsync(client),
            Account: $"'serviceControlPolicies':[{{'name':'{OfOrganisation}','document':{Document(DenyAll)}}}]"),
        new($"{AnnToNear} with an explicit deny in a resource control policy",
            client => AssumeAsync(client), Account: $"'resourceControlPolicies':[{Policy($"{Everyone},{Nobody}")}]"),
        new($"{AnnToNear} with an explicit deny in a VPC endpoint policy",
            client => AssumeAsync(client), More: $"'vpcEndpointPolicy':{Policy($"{Everyone},{Nobody}")}"),
        new($"{AnnToNear} with an explicit deny in the role trust policy",
            client => AssumeAsync(client), Denies: ",{'Effect':'Deny','Action':'sts:*','Principal':'*'}"),
        new($"403 AccessDenied: User: {TestWorld.Ann} is not authorized to perform: sts:TagSession on resource: {Near} "
            + "because no role trust policy allows the sts:TagSession action",
            client => AssumeAsync(client, Tags(1, "key", transitive: false)), Actions: "'sts:AssumeRole'"),
        new($"403 AccessDenied: User: {TestWorld.Ann} is not authorized to perform: sts:SetSourceIdentity on resource: {Near} "
            + "because no role trust policy allows the sts:SetSourceIdentity action",
            client => AssumeAsync(client, ("SourceIdentity", "ann")), Actions: "'sts:AssumeRole'"),
        new("403 RegionDisabledException: STS is not activated in this region for account:111111111111. "
            + "Your account administrator can activate STS in this region using the IAM Console.",
            client => AssumeAsync(client), Account: "'disabledRegions':['eu-west-1']"),

        // Identity providers.
        new("400 InvalidIdentityToken: No OpenIDConnect provider found in your account for https://other.example.com",
            client => WebAsync(client, Claims.Replace("issuer", "other", StringComparison.Ordinal))),
        new("400 InvalidIdentityToken: Incorrect token audience",
            client => WebAsync(client, Claims.Replace("\"us\"", "\"them\"", StringComparison.Ordinal))),
        new("400 ExpiredTokenException: Token expired: current date/time 1772600767 must be before the expiration date/time 1",
            client => WebAsync(client, Claims.Replace("1772604367", "1", StringComparison.Ordinal))),
        new("403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity",
            client => WebAsync(client, Claims.Replace("\"s\"", "\"t\"", StringComparison.Ordinal))),
        new("400 IDPCommunicationError: The identity provider could not be reached.",
            client => WebAsync(client, Claims), More: "'faults':{'nextErrors':['IDPCommunicationError']}"),
        new("403 IDPRejectedClaim: The identity provider reported that authentication failed.",
            client => WebAsync(client, Claims), More: "'faults':{'nextErrors':['IDPRejectedClaim']}"),

        // The service.
        new("400 Throttling: Rate exceeded", client => AssumeAsync(client), More: "'faults':{'throttledCalls':1}"),
        new("503 ServiceUnavailable: Service is unavailable.",
            client => AssumeAsync(client), More: "'faults':{'unavailableCalls':1}"),
        new("500 InternalFailure: The request processing has failed because of an unknown error, exception or failure.",
            client => AssumeAsync(client), More: "'faults':{'nextErrors':['InternalFailure']}"),
        new("400 RequestExpired: Request has expired.",
            client => AssumeAsync(client), More: "'faults':{'nextErrors':['RequestExpired']}"),
    }.ToDictionary(refusal => refusal.Error);

    public static TheoryData<string> Errors => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Every_refusal_can_be_reached(string error)
    {
        var refusal = Table[error];
        await using var client = await SandboxClient.StartAsync(refusal.World());
        Assert.Equal(error, (await refusal.Reach(client)).Error);
    }

    [Fact]
    public async Task Without_an_action_there_is_a_redirection()
    {
        await using var client = await SandboxClient.StartAsync();
        Assert.Equal(302, (await client.SendAsync(HttpMethod.Post, "/")).Status);
    }

    [Fact]
    public async Task Errors_come_in_their_order_and_those_of_providers_wait_for_a_web_identity()
    {
        var refusal = new Refusal(
            "", client => AssumeAsync(client), More: "'faults':{'nextErrors':['InternalFailure','IDPRejectedClaim','Throttling']}");
        await using var client = await SandboxClient.StartAsync(refusal.World());
        Assert.Equal("InternalFailure", (await AssumeAsync(client)).Code);
        Assert.Equal(200, (await AssumeAsync(client)).Status);
        Assert.Equal("IDPRejectedClaim", (await WebAsync(client, Claims)).Code);
        Assert.Equal("Throttling", (await AssumeAsync(client)).Code);
        Assert.Equal(200, (await AssumeAsync(client)).Status);
    }

    [Fact]
    public async Task A_region_is_disabled_for_the_account_whose_credentials_are_asked_for()
    {
        var refusal = new Refusal("", client => AssumeAsync(client), Account: "'disabledRegions':['eu-west-1']");
        await using var client = await SandboxClient.StartAsync(refusal.World());
        var elsewhere = client.Signer(TestWorld.AnnKey) with { Region = "eu-central-1" };
        Assert.Equal(200, (await client.CallAsync(elsewhere, "AssumeRole", ("RoleArn", Near), ("RoleSessionName", "xx"))).Status);
        Assert.Equal("AccessDenied", (await client.AssumeAsync(TestWorld.AnnKey, Far)).Code);
        Assert.Equal("RegionDisabledException", (await client.CallAsync(TestWorld.AnnKey, "GetSessionToken")).Code);
        Assert.Equal(200, (await client.CallAsync(TestWorld.AnnKey, "GetCallerIdentity")).Status);
    }

    [Theory]
    [InlineData("because no service control policy allows", "", "'serviceControlPolicies':[[ALLOW],[OTHER,OTHER],[ALLOW]]")]
    [InlineData("with an explicit deny in a service control policy", "", "'serviceControlPolicies':[[ALLOW],[ALLOW,DENY]]")]
    [InlineData("", "", "'serviceControlPolicies':[[ALLOW],[OTHER,ALLOW]]")]
    [InlineData("with an explicit deny in a resource control policy", "", "'resourceControlPolicies':[NOBODY]")]
    [InlineData("", "", "'resourceControlPolicies':[ELSEWHERE]")]
    [InlineData("with an explicit deny in an identity-based policy", "arn:aws:iam", "'disabledRegions':[]")]
    [InlineData("", "arn:aws:sqs", "'disabledRegions':[]")]
    [InlineData("", "arn:*:role/near", "'disabledRegions':[]")]
    public async Task Policies_are_judged_as_the_diagnosis_judges_them(string reason, string denied, string account)
    {
        var own = denied.Length == 0 ? AllowAll : $"{AllowAll},{{'Effect':'Deny','Action':'sts:*','Resource':'{denied}'}}";
        var policies = account
            .Replace("ALLOW", Policy(AllowAll), StringComparison.Ordinal)
            .Replace("OTHER", Policy(AllowS3), StringComparison.Ordinal)
            .Replace("DENY", Policy(DenyAll), StringComparison.Ordinal)
            .Replace("NOBODY", Policy(Nobody), StringComparison.Ordinal)
            .Replace("ELSEWHERE", Policy(EveryoneS3), StringComparison.Ordinal);
        var refusal = new Refusal("", client => AssumeAsync(client), Own: own, Account: policies);
        await using var client = await SandboxClient.StartAsync(refusal.World());
        var reply = await AssumeAsync(client);
        if (reason.Length == 0) Assert.Equal(200, reply.Status);
        else Assert.Contains($"{AnnToNear} {reason}", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_root_user_is_known_and_its_sessions_last_an_hour()
    {
        await using var client = await SandboxClient.StartAsync(new Refusal("", client => AssumeAsync(client)).World());
        var identity = await client.CallAsync(Root, "GetCallerIdentity");
        Assert.Equal(("arn:aws:iam::111111111111:root", "111111111111"), (identity.Value("Arn"), identity.Value("UserId")));
        Assert.Equal("2026-03-04T06:06:07Z", (await client.CallAsync(Root, "GetSessionToken")).Value("Expiration"));
    }

    private static Task<SandboxClient.Reply> AssumeAsync(SandboxClient client, params (string Name, string Value)[] parameters) =>
        client.AssumeAsync(TestWorld.AnnKey, Near, parameters);

    private static Task<SandboxClient.Reply> SignedAsync(SandboxClient client, Func<TestSigner, TestSigner> change) =>
        client.CallAsync(change(client.Signer(TestWorld.AnnKey)), "GetCallerIdentity");

    private static Task<SandboxClient.Reply> WebAsync(SandboxClient client, string claims)
    {
        string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
        var token = $"{Encode("{\"alg\":\"RS256\"}")}.{Encode(claims)}.{Encode("signature")}";
        return client.CallAsync(
            (TestSigner?)null,
            "AssumeRoleWithWebIdentity",
            ("RoleArn", Web),
            ("RoleSessionName", "session"),
            ("WebIdentityToken", token));
    }

    private static async Task<SandboxClient.Reply> ExpiredAsync(SandboxClient client)
    {
        var key = await client.AssumedAsync(TestWorld.AnnKey, Near, ("DurationSeconds", "900"));
        client.Time.Advance(TimeSpan.FromMinutes(15));
        return await client.CallAsync(key, "GetCallerIdentity");
    }

    private static async Task<SandboxClient.Reply> LargeTokenAsync(SandboxClient client)
    {
        var key = await client.AssumedAsync(TestWorld.AnnKey, Near, Tags(13, "first", transitive: true));
        return await client.AssumeAsync(key, Near, Tags(13, "second", transitive: false));
    }

    private static (string Name, string Value)[] Tags(int count, string key, bool transitive) =>
    [
        .. Enumerable.Range(1, count).SelectMany(number =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{key}-{number:00}");
            List<(string, string)> tag =
                [($"Tags.member.{number}.Key", name), ($"Tags.member.{number}.Value", new string('v', 256))];
            if (transitive) tag.Add(($"TransitiveTagKeys.member.{number}", name));
            return tag;
        }),
    ];

    private static (string Name, string Value)[] LargePolicy() =>
    [
        ("Policy", Document(AllowAll).Replace('\'', '"').PadRight(2000)),
        .. Enumerable.Range(1, 10).Select(number =>
            ($"PolicyArns.member.{number}.arn", "arn:aws:iam::111111111111:policy/p")),
    ];

    private static string Document(string statements) => $"{{'Version':'2012-10-17','Statement':[{statements}]}}";

    private static string Policy(string statements) => $"{{'name':'p','document':{Document(statements)}}}";

    /// <summary>A refusal, the call that meets it, and what its world has that the plain one has not.</summary>
    private sealed record Refusal(
        string Error,
        Func<SandboxClient, Task<SandboxClient.Reply>> Reach,
        string Trust = "111111111111",
        string Actions = "'sts:AssumeRole','sts:TagSession','sts:SetSourceIdentity'",
        string Denies = "",
        string Own = AllowAll,
        string User = NoBoundary,
        string Account = "'disabledRegions':[]",
        string More = "'faults':{}")
    {
        public string World()
        {
            var near = TestWorld.Role(Near, TestWorld.Trust(Trust, Actions) + Denies, AllowAll);
            var longer = TestWorld.Role(Long, TestWorld.Trust("111111111111"), maximum: 43200);
            var far = TestWorld.Role(Far, TestWorld.Trust("222222222222"));
            const string web = "{'Effect':'Allow','Action':'sts:AssumeRoleWithWebIdentity','Principal':{'Federated':'" + Provider
                + "'},'Condition':{'StringEquals':{'issuer.example.com:sub':'s'}}}";
            return $$$"""
                {'region':'eu-west-1',{{{More}}},
                 'accounts':[{'id':'111111111111',{{{Account}}}}],
                 'roles':[{{{near}}},{{{longer}}},{{{far}}},{{{TestWorld.Role(Web, web)}}}],
                 'users':[{'arn':'{{{TestWorld.Ann}}}','accessKeyId':'AKIAANN','secretAccessKey':'x',
                  'policies':[{{{Policy(Own)}}}],{{{User}}}},
                          {'arn':'arn:aws:iam::111111111111:root','accessKeyId':'AKIAROOT','secretAccessKey':'root'}],
                 'mfaDevices':[{'serialNumber':'{{{Device}}}','userArn':'{{{TestWorld.Ann}}}','codes':['123456']}],
                 'managedPolicies':[{'arn':'arn:aws:iam::111111111111:policy/p','document':{{{Document(AllowAll)}}}}],
                 'identityProviders':[{'arn':'{{{Provider}}}','url':'https://issuer.example.com','clientIds':['us']}]}
                """.Replace('\'', '"');
        }
    }
}
