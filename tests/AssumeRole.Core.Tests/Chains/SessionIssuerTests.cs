using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Core.Tests.Chains;

public sealed class SessionIssuerTests : IAsyncDisposable
{
    private static readonly string[] OneReadOfTheInstance =
    [
        "PUT /latest/api/token",
        "GET /latest/meta-data/iam/security-credentials/",
        "GET /latest/meta-data/iam/security-credentials/worker",
        "GET /latest/meta-data/placement/region",
    ];

    private readonly IssuerBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task A_worker_gets_from_its_instance_role_to_the_role_of_its_task()
    {
        var session = await bench.IssueAsync(IssuerBench.Request());

        Assert.Equal("ASIA-deploy", session.AccessKeyId);
        var call = Assert.Single(bench.Sts.Calls);
        Assert.Equal(("ASIAWORKER", "eu-west-1"), (call.Keys!.AccessKeyId, call.Endpoint.Region));
        Assert.Equal(OneReadOfTheInstance, bench.Metadata.Lines);
        Wording.Names(bench.Trace.First(), "instance role worker");
    }

    [Fact]
    public async Task Many_roles_of_one_run_ask_the_instance_once()
    {
        var issuer = bench.CreateIssuer();
        var requests = Enumerable.Range(0, 20)
            .Select(number => IssuerBench.Request(new RoleChainRequest { RoleArn = $"arn:aws:iam::111111111111:role/r{number}" }));

        await Task.WhenAll(requests.Select(request => issuer.IssueAsync(request, default)));

        Assert.Equal(OneReadOfTheInstance, bench.Metadata.Lines);
        Assert.Equal(20, bench.Sts.Calls.Count);
    }

    [Fact]
    public async Task The_same_request_is_served_from_memory_unless_that_is_refused()
    {
        var first = await bench.IssueAsync(IssuerBench.Request());

        Assert.Same(first, await bench.IssueAsync(IssuerBench.Request()));
        Assert.NotSame(first, await bench.IssueAsync(IssuerBench.Request(useCache: false)));
        var other = new RoleChainRequest { RoleArn = Sample.Role, ExternalId = "other" };
        Assert.NotSame(first, await bench.IssueAsync(IssuerBench.Request(other)));
        Assert.Equal(3, bench.Sts.Calls.Count);
    }

    [Fact]
    public async Task A_session_from_memory_needs_no_MFA_code()
    {
        var request = IssuerBench.Request(new RoleChainRequest { RoleArn = Sample.Role, SerialNumber = "GAHT12345678" });

        await bench.IssueAsync(request);
        await bench.IssueAsync(request);

        Assert.Single(bench.Prompt.Asked);
        Assert.Equal("123456", Assert.Single(bench.Sts.Calls).Request!.Mfa!.TokenCode);
    }

    [Fact]
    public async Task A_web_identity_needs_no_base_identity()
    {
        bench.Variables.Set("AWS_REGION", "eu-west-2");
        var request = IssuerBench.Request(new RoleChainRequest { RoleArn = Sample.Role, WebIdentityToken = new Secret("eyJ0b2tlbg") });

        await bench.IssueAsync(request);

        var call = Assert.Single(bench.Sts.Calls);
        Assert.Null(call.Keys);
        Assert.NotNull(call.Request!.WebIdentity);
        Assert.Empty(bench.Metadata.Lines);
    }

    [Fact]
    public async Task A_renewed_token_file_is_another_session()
    {
        bench.Variables.Set("AWS_REGION", "eu-west-2");
        var file = bench.Write("token", "token-1");
        var request = IssuerBench.Request(new RoleChainRequest { RoleArn = Sample.Role, WebIdentityTokenFile = file });

        await bench.IssueAsync(request);
        await bench.IssueAsync(request);
        Assert.Single(bench.Sts.Calls);

        bench.Write("token", "token-2");
        await bench.IssueAsync(request);
        Assert.Equal(2, bench.Sts.Calls.Count);
    }

    [Fact]
    public async Task A_bare_token_of_the_environment_stands_for_the_caller_at_the_first_hop()
    {
        bench.Variables.Set("AWS_REGION", "eu-west-2");
        bench.Variables.Set("AWS_WEB_IDENTITY_TOKEN_FILE", bench.Write("token", "token-1"));

        await bench.IssueAsync(IssuerBench.Request(start: new SourceSelection(CredentialSource.WebIdentity)));

        Assert.Equal(
            bench.Variables.Get("AWS_WEB_IDENTITY_TOKEN_FILE"),
            Assert.Single(bench.Sts.Calls).Request!.WebIdentity!.TokenFile);
    }

    [Fact]
    public async Task The_role_of_a_profile_is_assumed_first_and_in_the_region_of_that_profile()
    {
        bench.Write(
            "config",
            "[profile ci]\nregion = eu-north-1\nrole_arn = arn:aws:iam::111111111111:role/ci\nsource_profile = base\n"
            + "[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s");

        await bench.IssueAsync(IssuerBench.Request(start: new SourceSelection(CredentialSource.Profile, "ci")));

        Assert.Equal(["ci", "deploy"], bench.Sts.Roles);
        Assert.Equal(["AKIABASE", "ASIA-ci"], bench.Sts.Calls.Select(call => call.Keys!.AccessKeyId));
        Assert.All(bench.Sts.Calls, call => Assert.Equal("eu-north-1", call.Endpoint.Region));
    }

    [Fact]
    public async Task Region_and_address_that_were_given_count_for_every_hop()
    {
        var request = IssuerBench.Request(new RoleChainRequest { RoleArn = Sample.Role, Via = [Sample.Role + "1"] });

        await bench.IssueAsync(request with { Region = "ap-south-1", EndpointUrl = "http://127.0.0.1:9" });

        Assert.All(
            bench.Sts.Calls, call => Assert.Equal(("ap-south-1", new Uri("http://127.0.0.1:9")), (call.Endpoint.Region, call.Endpoint.Url)));
    }

    [Fact]
    public async Task Throttling_is_no_failure()
    {
        bench.Sts.Fail(new StsFault("Throttling", "Rate exceeded", 400, ""));
        var time = new ImpatientTimeProvider();
        using var issuer = new AssumeRole.Chains.SessionIssuer(
            bench, bench.Environment, bench.Cache, bench.Prompt, bench.Trace.Enqueue, time);

        // No metadata here, whose own patience ends at once on this clock.
        var request = IssuerBench.Request(start: new SourceSelection(Given: Sample.Keys)) with { Region = "eu-west-1" };
        Assert.Equal("ASIA-deploy", (await issuer.IssueAsync(request, default)).AccessKeyId);
        Assert.Equal(2, bench.Sts.Calls.Count);
    }

    [Fact]
    public async Task A_failure_is_not_kept_for_the_next_run()
    {
        bench.Sts.Fail(new StsFault("AccessDenied", "No.", 403, "id"));
        Assert.Equal("AssumeDenied", (await Sample.FindingOfAsync(() => bench.IssueAsync(IssuerBench.Request()))).Id);

        Assert.Equal("ASIA-deploy", (await bench.IssueAsync(IssuerBench.Request())).AccessKeyId);
    }

    [Fact]
    public async Task A_role_in_force_is_not_what_the_next_one_starts_from()
    {
        bench.Environment.Use(Sample.Session("other"), "us-east-2", new FakeOwner());

        await bench.IssueAsync(IssuerBench.Request());

        var call = Assert.Single(bench.Sts.Calls);
        Assert.Equal(("ASIAWORKER", "eu-west-1"), (call.Keys!.AccessKeyId, call.Endpoint.Region));
    }
}
