namespace AssumeRole.Sandbox.Tests;

/// <summary>Whose signature is believed. The sandbox's clock stands at 2026-03-04T05:06:07Z.</summary>
public sealed class SignatureTests
{
    private const string Query = "Action=GetCallerIdentity&Version=2011-06-15";
    private const string Mismatch =
        "403 SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. "
        + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

    [Fact]
    public async Task Another_secret_does_not_sign_for_the_key()
    {
        await using var client = await SandboxClient.StartAsync();
        var key = SandboxClient.TestKey.Operator with { SecretAccessKey = "another" };
        Assert.Equal(Mismatch, (await client.CallAsync(key, "GetCallerIdentity")).Error);

        var session = await client.InstanceKeyAsync() with { SecretAccessKey = "another" };
        Assert.Equal(Mismatch, (await client.CallAsync(session, "GetCallerIdentity")).Error);
    }

    [Fact]
    public async Task The_end_of_a_session_is_told_before_a_wrong_signature()
    {
        await using var client = await SandboxClient.StartAsync();
        var session = await client.InstanceKeyAsync() with { SecretAccessKey = "another" };
        client.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal("ExpiredToken", (await client.CallAsync(session, "GetCallerIdentity")).Code);
    }

    [Fact]
    public async Task A_body_or_query_that_was_changed_on_the_way_does_not_fit()
    {
        await using var client = await SandboxClient.StartAsync();
        var headers = client.Signer(SandboxClient.TestKey.Operator).Headers(client.Host, "", "GET", Query).ToArray();
        Assert.Equal(200, (await client.SendAsync(HttpMethod.Get, $"/?{Query}", headers)).Status);
        Assert.Equal(Mismatch, (await client.SendAsync(HttpMethod.Get, $"/?{Query}&x=1", headers)).Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_session_token_may_be_signed_or_added_afterwards(bool isSigned)
    {
        await using var client = await SandboxClient.StartAsync();
        var signer = client.Signer(await client.InstanceKeyAsync()) with { SignsToken = isSigned };
        Assert.Equal(200, (await client.CallAsync(signer, "GetCallerIdentity")).Status);
    }

    [Theory]
    [InlineData(-900, null)]
    [InlineData(900, null)]
    [InlineData(
        -901,
        "403 SignatureDoesNotMatch: Signature expired: 20260304T045106Z is now earlier than 20260304T045107Z "
        + "(20260304T050607Z - 15 min.)")]
    [InlineData(
        901,
        "403 SignatureDoesNotMatch: Signature not yet current: 20260304T052108Z is still later than 20260304T052107Z "
        + "(20260304T050607Z + 15 min.)")]
    public async Task A_signature_is_good_for_a_quarter_of_an_hour_either_way(int seconds, string? error)
    {
        await using var client = await SandboxClient.StartAsync();
        var signer = client.Signer(SandboxClient.TestKey.Operator);
        var reply = await client.CallAsync(signer with { Time = signer.Time.AddSeconds(seconds) }, "GetCallerIdentity");
        Assert.Equal(error, reply.Status == 200 ? null : reply.Error);
    }

    [Theory]
    [InlineData("us-east-1", "sts", "aws4_request", null)]
    [InlineData("eu-wset-1", "sts", "aws4_request", "Credential should be scoped to a valid region. ")]
    [InlineData("eu-west-1", "iam", "aws4_request", "Credential should be scoped to correct service: 'sts'. ")]
    [InlineData(
        "",
        "s3",
        "aws4_request",
        "Credential should be scoped to a valid region. Credential should be scoped to correct service: 'sts'. ")]
    [InlineData(
        "eu-west-1",
        "sts",
        "aws5_request",
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. ")]
    public async Task The_scope_is_that_of_STS_in_a_region(string region, string service, string terminator, string? message)
    {
        await using var client = await SandboxClient.StartAsync();
        var signer = client.Signer(SandboxClient.TestKey.Operator) with
        {
            Region = region,
            Service = service,
            Terminator = terminator,
        };
        var reply = await client.CallAsync(signer, "GetCallerIdentity");
        Assert.Equal(message is null ? null : "SignatureDoesNotMatch", reply.Code);
        Assert.Equal(message, reply.Message);
    }

    [Fact]
    public async Task The_day_of_the_scope_is_that_of_the_request()
    {
        await using var client = await SandboxClient.StartAsync();
        var signer = client.Signer(SandboxClient.TestKey.Operator) with { Day = "20260303" };
        Assert.Equal(
            "403 SignatureDoesNotMatch: Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
            + "'20260303' != '20260304', from '20260304T050607Z'.",
            (await client.CallAsync(signer, "GetCallerIdentity")).Error);
    }

    [Fact]
    public async Task Unknown_keys_and_foreign_tokens_are_one_and_the_same_error()
    {
        await using var client = await SandboxClient.StartAsync();
        const string invalid = "403 InvalidClientTokenId: The security token included in the request is invalid.";
        var session = await client.InstanceKeyAsync();
        SandboxClient.TestKey[] keys =
        [
            new("AKIAUNKNOWN", "x"),
            session with { SessionToken = null },
            session with { SessionToken = "foreign" },
            SandboxClient.TestKey.Operator with { SessionToken = session.SessionToken },
        ];
        foreach (var key in keys) Assert.Equal(invalid, (await client.CallAsync(key, "GetCallerIdentity")).Error);
    }

    [Theory]
    [InlineData("Bearer x", "Unsupported AWS 'algorithm': 'Bearer'.")]
    [InlineData(
        "AWS4-HMAC-SHA256 nonsense",
        "A part of the Authorization header is not a valid key=value pair (missing equal-sign).")]
    [InlineData(
        "AWS4-HMAC-SHA256",
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
        + "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a "
        + "'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256")]
    public async Task What_is_missing_from_the_header_is_told(string header, string message)
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.SendAsync(HttpMethod.Get, $"/?{Query}", ("Authorization", header));
        Assert.Equal($"400 IncompleteSignature: {message}", reply.Error);
    }

    [Theory]
    [InlineData("20260304T050607Z", "AKIA/20260304/eu-west-1/sts", "Credential must have exactly 5 slash-delimited elements")]
    [InlineData("soon", "AKIA/20260304/eu-west-1/sts/aws4_request", "Date must be in ISO-8601 'basic format'. Got 'soon'.")]
    public async Task What_is_malformed_in_the_header_is_told(string date, string credential, string message)
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.SendAsync(
            HttpMethod.Get,
            $"/?{Query}",
            ("X-Amz-Date", date),
            ("Authorization", $"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=00"));
        Assert.Equal("IncompleteSignature", reply.Code);
        Assert.StartsWith(message, reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_may_stand_in_the_Date_header()
    {
        await using var client = await SandboxClient.StartAsync();
        (string Name, string Value) Authorization(string signature) => (
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIASANDBOXOPERATOR1/20260304/eu-west-1/sts/aws4_request, "
            + $"SignedHeaders=host, Signature={signature}");
        foreach (var date in new[] { "Wed, 04 Mar 2026 05:06:07 GMT", "20260304T050607Z" })
        {
            var reply = await client.SendAsync(HttpMethod.Get, $"/?{Query}", ("Date", date), Authorization("00"));
            Assert.Equal(Mismatch, reply.Error);
        }

        var late = await client.SendAsync(
            HttpMethod.Get, $"/?{Query}", ("Date", "Wed, 04 Mar 2026 04:06:07 GMT"), Authorization("00"));
        Assert.StartsWith("Signature expired: 20260304T040607Z", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_that_leaves_the_host_out_is_refused()
    {
        await using var client = await SandboxClient.StartAsync();
        var reply = await client.SendAsync(
            HttpMethod.Get,
            $"/?{Query}",
            ("X-Amz-Date", "20260304T050607Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIASANDBOXOPERATOR1/20260304/eu-west-1/sts/aws4_request, "
                + "SignedHeaders=x-amz-date, Signature=00"));
        Assert.Equal(
            "403 SignatureDoesNotMatch: 'Host' must be a 'SignedHeader' in the AWS Authorization.", reply.Error);
    }

    [Fact]
    public async Task A_presigned_address_is_good_as_it_stands_only()
    {
        await using var client = await SandboxClient.StartAsync();
        foreach (var key in new[] { SandboxClient.TestKey.Operator, await client.InstanceKeyAsync() })
        {
            var address = client.Signer(key).Presign(client.Host, Query);
            Assert.Equal(200, (await client.SendAsync(HttpMethod.Get, address)).Status);
            Assert.Equal(Mismatch, (await client.SendAsync(HttpMethod.Get, address + "&x=1")).Error);
        }

        var unsigned = await client.SendAsync(
            HttpMethod.Get, $"/?{Query}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260304T050607Z");
        Assert.Equal(
            "400 IncompleteSignature: AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters "
            + "must include 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
            + "Re-examine the query-string parameters.",
            unsigned.Error);
    }
}
