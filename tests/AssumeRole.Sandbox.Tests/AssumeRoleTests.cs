using System.Globalization;

namespace AssumeRole.Sandbox.Tests;

public sealed class AssumeRoleTests
{
    private const string Far = "arn:aws:iam::222222222222:role/worker-permissions";
    private const string Worker = "arn:aws:sts::111111111111:assumed-role/concourse-worker/i-0123456789abcdef0";

    [Fact]
    public async Task Answers_with_the_session_and_its_credentials_in_order()
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.AssumeAsync(await client.InstanceKeyAsync(), Far);

        Assert.Equal(200, reply.Status);
        Assert.StartsWith("ASIA", reply.Value("AccessKeyId"), StringComparison.Ordinal);
        Assert.Equal(20, reply.Value("AccessKeyId").Length);
        Assert.StartsWith("SANDBOXSECRET", reply.Value("SecretAccessKey"), StringComparison.Ordinal);
        Assert.Equal(40, reply.Value("SecretAccessKey").Length);
        Assert.StartsWith("SANDBOXTOKEN", reply.Value("SessionToken"), StringComparison.Ordinal);
        Assert.Equal(
            $"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <AssumeRoleResult>
                <AssumedRoleUser>
                  <AssumedRoleId>{reply.Value("AssumedRoleId")}</AssumedRoleId>
                  <Arn>arn:aws:sts::222222222222:assumed-role/worker-permissions/session</Arn>
                </AssumedRoleUser>
                <Credentials>
                  <AccessKeyId>{reply.Value("AccessKeyId")}</AccessKeyId>
                  <SecretAccessKey>{reply.Value("SecretAccessKey")}</SecretAccessKey>
                  <SessionToken>{reply.Value("SessionToken")}</SessionToken>
                  <Expiration>2026-03-04T06:06:07Z</Expiration>
                </Credentials>
              </AssumeRoleResult>
              <ResponseMetadata>
                <RequestId>id</RequestId>
              </ResponseMetadata>
            </AssumeRoleResponse>

            """,
            reply.Text);
    }

    [Fact]
    public async Task Role2_is_reached_by_way_of_role1_only()
    {
        await using var client = await SandboxClient.StartAsync();
        var worker = await client.InstanceKeyAsync();
        Assert.Equal("AccessDenied", (await client.AssumeAsync(worker, "arn:aws:iam::033145145979:role/role2")).Code);

        var role1 = await client.AssumedAsync(worker, "arn:aws:iam::033145145979:role/role1");
        var reply = await client.AssumeAsync(role1, "arn:aws:iam::033145145979:role/role2");
        Assert.Equal("arn:aws:sts::033145145979:assumed-role/role2/session", reply.Value("Arn"));
    }

    [Theory]
    [InlineData("arn:aws:iam::222222222222:role/trusts-nobody")]
    [InlineData("arn:aws:iam::222222222222:role/absent-altogether")]
    [InlineData("arn:aws:iam::222222222222:role/needs-external-id")]
    [InlineData("arn:aws:iam::444444444444:role/worker-permissions")]
    public async Task Across_accounts_every_refusal_looks_the_same(string roleArn)
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.AssumeAsync(await client.InstanceKeyAsync(), roleArn);
        Assert.Equal(
            $"""
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <Error>
                <Type>Sender</Type>
                <Code>AccessDenied</Code>
                <Message>User: {Worker} is not authorized to perform: sts:AssumeRole on resource: {roleArn}</Message>
              </Error>
              <RequestId>id</RequestId>
            </ErrorResponse>

            """,
            reply.Text);
        Assert.Equal(403, reply.Status);
    }

    [Fact]
    public async Task Within_an_account_the_refusal_names_the_kind_of_policy()
    {
        const string role = "arn:aws:iam::111111111111:role/near";
        const string prefix =
            $"403 AccessDenied: User: {TestWorld.Ann} is not authorized to perform: sts:AssumeRole on resource: {role}";
        await using var delegated = await SandboxClient.StartAsync(
            TestWorld.Of(TestWorld.Role(role, TestWorld.Trust("111111111111")), annMay: "s3:*"));
        Assert.Equal(
            $"{prefix} because no identity-based policy allows the sts:AssumeRole action",
            (await delegated.AssumeAsync(TestWorld.AnnKey, role)).Error);

        await using var untrusted = await SandboxClient.StartAsync(
            TestWorld.Of(TestWorld.Role(role, TestWorld.Trust("222222222222"))));
        Assert.Equal(
            $"{prefix} because no role trust policy allows the sts:AssumeRole action",
            (await untrusted.AssumeAsync(TestWorld.AnnKey, role)).Error);

        var deny = TestWorld.Trust(TestWorld.Ann).Replace("Allow", "Deny", StringComparison.Ordinal);
        await using var denied = await SandboxClient.StartAsync(
            TestWorld.Of(TestWorld.Role(role, $"{TestWorld.Trust(TestWorld.Ann)},{deny}")));
        Assert.Equal(
            $"{prefix} with an explicit deny in the role trust policy",
            (await denied.AssumeAsync(TestWorld.AnnKey, role)).Error);
    }

    [Fact]
    public async Task An_explicit_deny_of_the_callers_own_policy_is_named_across_accounts()
    {
        const string role = "arn:aws:iam::222222222222:role/far";
        var world = TestWorld.Of(TestWorld.Role(role, TestWorld.Trust("111111111111"))).Replace(
            """[{"Effect":"Allow","Action":"sts:*","Resource":"*"}]""",
            """[{"Effect":"Allow","Action":"sts:*","Resource":"*"},{"Effect":"Deny","Action":"sts:AssumeRole","Resource":"*"}]""",
            StringComparison.Ordinal);
        await using var client = await SandboxClient.StartAsync(world);
        Assert.Equal(
            $"403 AccessDenied: User: {TestWorld.Ann} is not authorized to perform: sts:AssumeRole on resource: {role}"
            + " with an explicit deny in an identity-based policy",
            (await client.AssumeAsync(TestWorld.AnnKey, role)).Error);
    }

    [Fact]
    public async Task The_external_id_opens_the_role_that_asks_for_it()
    {
        await using var client = await SandboxClient.StartAsync();
        var worker = await client.InstanceKeyAsync();
        const string role = "arn:aws:iam::222222222222:role/needs-external-id";
        Assert.Equal(403, (await client.AssumeAsync(worker, role, ("ExternalId", "wrong"))).Status);
        Assert.Equal(200, (await client.AssumeAsync(worker, role, ("ExternalId", "pipeline-42"))).Status);
    }

    [Theory]
    [InlineData("arn:aws:iam::111111111111:mfa/operator", "123456", null)]
    [InlineData(
        "arn:aws:iam::111111111111:mfa/operator",
        "654321",
        "MultiFactorAuthentication failed with invalid MFA one time pass code. ")]
    [InlineData(
        "arn:aws:iam::111111111111:mfa/somebody",
        "123456",
        "MultiFactorAuthentication failed, unable to validate MFA code. Please verify your MFA serial number is valid and associated with this user.")]
    public async Task A_code_of_the_users_device_opens_the_role_that_asks_for_it(string serial, string code, string? message)
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.AssumeAsync(
            SandboxClient.TestKey.Operator,
            "arn:aws:iam::111111111111:role/needs-mfa",
            ("SerialNumber", serial),
            ("TokenCode", code));
        Assert.Equal(message, reply.Message);
        Assert.Equal(message is null ? 200 : 403, reply.Status);
    }

    [Fact]
    public async Task Without_a_code_the_role_that_asks_for_one_stays_closed()
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.AssumeAsync(SandboxClient.TestKey.Operator, "arn:aws:iam::111111111111:role/needs-mfa");
        Assert.EndsWith("because no role trust policy allows the sts:AssumeRole action", reply.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3600, 43200, true, null)]
    [InlineData(
        3601,
        43200,
        true,
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.")]
    [InlineData(3601, 3600, true, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")]
    [InlineData(43200, 43200, false, null)]
    public async Task A_duration_is_bounded_by_the_role_and_then_by_chaining(
        int seconds, int maximum, bool chained, string? message)
    {
        const string role = "arn:aws:iam::111111111111:role/long";
        const string middle = "arn:aws:iam::111111111111:role/middle";
        await using var client = await SandboxClient.StartAsync(TestWorld.Of(
            TestWorld.Role(role, TestWorld.Trust("111111111111"), maximum: maximum)
            + ","
            + TestWorld.Role(middle, TestWorld.Trust(TestWorld.Ann), "{'Effect':'Allow','Action':'sts:*','Resource':'*'}")));
        var key = chained ? await client.AssumedAsync(TestWorld.AnnKey, middle) : TestWorld.AnnKey;

        var reply = await client.AssumeAsync(key, role, ("DurationSeconds", seconds.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(message, reply.Message);
        Assert.Equal(message is null ? 200 : 400, reply.Status);
        if (message is not null) Assert.Equal("ValidationError", reply.Code);
    }

    [Theory]
    [InlineData(true, 400)]
    [InlineData(false, 200)]
    public async Task Whether_the_instance_role_is_a_link_of_the_chain_is_the_worlds_choice(bool isLink, int status)
    {
        const string worker = "arn:aws:iam::111111111111:role/worker";
        const string role = "arn:aws:iam::111111111111:role/long";
        var ec2 = "{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Service':'ec2.amazonaws.com'}}";
        var instance = $",'instance':{{'roleArn':'{worker}','instanceProfile':'arn:aws:iam::111111111111:instance-profile/worker',"
            + $"'availabilityZone':'eu-west-1b','instanceRoleIsChainLink':{(isLink ? "true" : "false")}}}";
        await using var client = await SandboxClient.StartAsync(TestWorld.Of(
            TestWorld.Role(worker, ec2) + "," + TestWorld.Role(role, TestWorld.Trust(worker), maximum: 43200), instance));
        var reply = await client.AssumeAsync(await client.InstanceKeyAsync(), role, ("DurationSeconds", "43200"));
        Assert.Equal(status, reply.Status);
    }

    [Fact]
    public async Task A_caller_that_is_refused_does_not_learn_the_maximum()
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.AssumeAsync(
            await client.InstanceKeyAsync(), "arn:aws:iam::222222222222:role/trusts-nobody", ("DurationSeconds", "43200"));
        Assert.Equal("AccessDenied", reply.Code);
    }

    [Theory]
    [InlineData(
        "RoleSessionName",
        "bad name",
        "Value 'bad name' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*")]
    [InlineData(
        "RoleSessionName",
        "x",
        "Value 'x' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2")]
    [InlineData(
        "DurationSeconds",
        "899",
        "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900")]
    [InlineData(
        "DurationSeconds",
        "43201",
        "Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200")]
    [InlineData(
        "ExternalId",
        "a b",
        "Value 'a b' at 'externalId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@:\\/-]*")]
    [InlineData(
        "SourceIdentity",
        "a",
        "Value 'a' at 'sourceIdentity' failed to satisfy constraint: Member must have length greater than or equal to 2")]
    [InlineData(
        "TokenCode",
        "12345",
        "Value '12345' at 'tokenCode' failed to satisfy constraint: Member must have length greater than or equal to 6")]
    [InlineData(
        "SerialNumber",
        "short",
        "Value 'short' at 'serialNumber' failed to satisfy constraint: Member must have length greater than or equal to 9")]
    [InlineData(
        "Tags.member.1.Key",
        "a#b",
        "Value 'a#b' at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+")]
    [InlineData(
        "RoleArn",
        "arn:aws:iam::1:role",
        "Value 'arn:aws:iam::1:role' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20")]
    public async Task A_parameter_outside_the_model_is_refused_in_the_services_words(string name, string value, string complaint)
    {
        await using var client = await SandboxClient.StartAsync();
        (string Name, string Value)[] given = [("RoleArn", Far), ("RoleSessionName", "session")];
        var reply = await client.CallAsync(
            SandboxClient.TestKey.Operator, "AssumeRole", [.. given.Where(item => item.Name != name), (name, value)]);
        Assert.Equal($"400 ValidationError: 1 validation error detected: {complaint}", reply.Error);
    }

    [Fact]
    public async Task Several_faulty_parameters_are_refused_together()
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.CallAsync(SandboxClient.TestKey.Operator, "AssumeRole", ("DurationSeconds", "1"));
        Assert.Equal(
            "3 validation errors detected: "
            + "Value null at 'roleArn' failed to satisfy constraint: Member must not be null; "
            + "Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null; "
            + "Value '1' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
            reply.Message);
    }

    [Fact]
    public async Task A_duration_that_is_no_number_is_refused_without_a_message()
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.AssumeAsync(SandboxClient.TestKey.Operator, Far, ("DurationSeconds", "1h"));
        Assert.Equal((400, "MalformedInput", null), (reply.Status, reply.Code, reply.Message));
    }

    [Theory]
    [InlineData("arn:aws:iam::222222222222:user/worker-permissions")]
    [InlineData("arn:aws:sts::222222222222:assumed-role/worker-permissions/x")]
    [InlineData("worker-permissions-in-222222222222")]
    public async Task What_is_no_ARN_of_a_role_is_invalid(string arn)
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.AssumeAsync(SandboxClient.TestKey.Operator, arn);
        Assert.Equal($"400 ValidationError: {arn} is invalid", reply.Error);
    }

    [Fact]
    public async Task Nothing_is_answered_without_a_signature()
    {
        await using var client = await SandboxClient.StartAsync();
        Assert.Equal("MissingAuthenticationToken", (await client.AssumeAsync(null, "x")).Code);
    }
}
