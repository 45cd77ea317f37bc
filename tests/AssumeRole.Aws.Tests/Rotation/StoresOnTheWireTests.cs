using System.Text;
using AssumeRole.Aws.Stores;
using AssumeRole.Credentials;
using AssumeRole.Http;
using AssumeRole.Rotation;
using AssumeRole.Testing;

namespace AssumeRole.Aws.Tests.Rotation;

/// <summary>What the thin clients send, and what they make of answers.</summary>
public sealed class StoresOnTheWireTests
{
    private const string Name = "/concourse/team/lab";
    private static readonly AwsKeys Keys = new("ASIACALLER", new Secret("secret-of-caller"), new Secret("token-of-caller"));
    private static readonly SecretWrite Write = new(
        Name, new Secret("a+b/\"c\""), "as described", new Dictionary<string, string> { [SecretTags.Owner] = "team" });

    private static readonly StoredSecret Seen = new(Name, "", "team");

    [Fact]
    public async Task A_secret_is_described_created_and_updated_in_one_request_each()
    {
        await using var server = new RecordingServer(_ => Json("{}"));
        using var store = Open(server);

        await store.FindAsync(Name, default);
        await store.CreateAsync(Write, default);
        await store.ReplaceAsync(Write, Seen, default);

        Assert.Equal(["secretsmanager.DescribeSecret", "secretsmanager.CreateSecret", "secretsmanager.UpdateSecret"], Targets(server));
        Assert.Equal($$"""{"SecretId":"{{Name}}"}""", Body(server, 0));
        Assert.Matches(
            """^\{"ClientRequestToken":"[0-9a-f-]{36}","Name":"/concourse/team/lab","Description":"as described","SecretString":"a\+b/\\"c\\"","Tags":\[\{"Key":"assumerole:owner","Value":"team"\}\]\}$""",
            Body(server, 1));
        Assert.Matches("""^\{"ClientRequestToken":"[0-9a-f-]{36}","SecretId":"/concourse/team/lab","Description":"as described","SecretString":"a\+b/\\"c\\""\}$""", Body(server, 2));
        var request = server.Requests[0];
        Assert.Equal(("POST", "/", "application/x-amz-json-1.1"), (request.Method, request.Path, request.Headers["Content-Type"]));
        Assert.Contains("/eu-west-1/secretsmanager/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("token-of-caller", request.Headers["X-Amz-Security-Token"]);
    }

    [Fact]
    public async Task Taking_over_marks_first_and_restores_before_that()
    {
        await using var server = new RecordingServer(_ => Json("{}"));
        using var store = Open(server);

        await store.ReplaceAsync(Write, Seen with { Owner = null, IsToBeDeleted = true }, default);

        Assert.Equal(["secretsmanager.RestoreSecret", "secretsmanager.TagResource", "secretsmanager.UpdateSecret"], Targets(server));
    }

    [Fact]
    public async Task A_parameter_keeps_its_key_and_grows_to_the_advanced_tier_only_when_it_must()
    {
        await using var server = new RecordingServer(_ => Json("{}"));
        using var store = new SdkStores().OpenParameterStore(Keys, Endpoint(server));

        await store.CreateAsync(Write, default);
        await store.ReplaceAsync(Write with { Value = new Secret(new string('x', 4097)) }, Seen with { KeyId = "alias/ours" }, default);

        Assert.Equal(["AmazonSSM.PutParameter", "AmazonSSM.PutParameter"], Targets(server));
        Assert.Equal(
            """{"Description":"as described","Name":"/concourse/team/lab","Overwrite":false,"Tags":[{"Key":"assumerole:owner","Value":"team"}],"Type":"SecureString","Value":"a\u002Bb/\u0022c\u0022"}""",
            Body(server, 0));
        Assert.StartsWith(
            """{"Description":"as described","KeyId":"alias/ours","Name":"/concourse/team/lab","Overwrite":true,"Tier":"Advanced","Type":"SecureString","Value":"xxx""",
            Body(server, 1),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "AccessDeniedException", 1)]
    [InlineData(400, "ThrottlingException", 4)]
    public async Task The_SDK_sends_again_what_can_succeed_and_the_same_request(int status, string code, int calls)
    {
        await using var server = new RecordingServer(_ => Json($$"""{"__type":"{{code}}","Message":"As the store says."}""", status));
        using var store = Open(server);

        var error = await Assert.ThrowsAsync<StoreException>(() => store.CreateAsync(Write, default));

        Assert.Equal((code, "As the store says.", status), (error.Fault.Code, error.Fault.Message, error.Fault.Status));
        Assert.Equal(calls, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => Encoding.UTF8.GetString(request.Body.Span)).Distinct());
        Assert.DoesNotContain("a+b", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_what_is_to_be_deleted_is_said()
    {
        await using var missing = new RecordingServer(_ => Json("""{"__type":"ResourceNotFoundException","Message":"Secrets Manager can't find the specified secret."}""", 400));
        await using var deleted = new RecordingServer(_ => Json("""{"Name":"x","Description":"d","DeletedDate":1.7E9,"Tags":[{"Key":"assumerole:owner","Value":"team"}]}"""));
        using var store = Open(missing);
        using var other = Open(deleted);

        Assert.Null(await store.FindAsync(Name, default));
        Assert.Equal(new StoredSecret(Name, "d", "team") { IsToBeDeleted = true }, await other.FindAsync(Name, default));
    }

    [Theory]
    [InlineData("""{"__type":"com.amazonaws.secretsmanager#AccessDeniedException","message":"No."}""", null, "AccessDeniedException", "No.")]
    [InlineData("""{"Message":"No."}""", "AccessDeniedException:http://internal.amazon.com/coral/", "AccessDeniedException", "No.")]
    [InlineData("<html>Not here</html>", null, "Http400", "HTTP status 400 without a message.")]
    [InlineData("[]", null, "Http400", "HTTP status 400 without a message.")]
    public async Task A_refusal_has_its_code_and_message_where_the_protocol_lets_them_be(string body, string? header, string code, string message)
    {
        HttpHeader[] headers = header is null ? [] : [new HttpHeader("x-amzn-ErrorType", header)];
        await using var server = new RecordingServer(_ => HttpResponse.Text(400, "text/plain", body, [new HttpHeader("x-amzn-RequestId", "id-1"), .. headers]));
        using var store = Open(server);

        var error = await Assert.ThrowsAsync<StoreException>(() => store.FindAsync(Name, default));

        Assert.Equal(new StoreFault(code, message, 400, "id-1"), error.Fault);
    }

    [Fact]
    public async Task A_wrong_clock_is_corrected_by_the_stores_own()
    {
        await using var server = new RecordingServer(request => request.Headers["X-Amz-Date"]!.StartsWith("20260304T", StringComparison.Ordinal)
            ? Json("""{"__type":"InvalidSignatureException","message":"Signature expired: 20260304T050607Z is now earlier than ..."}""", 400)
            : Json("{}"));
        using var client = new SecretsManagerClient(SdkConfig.Credentials(Keys), Endpoint(server), new ManualTimeProvider());

        await client.CallAsync("DescribeSecret", _ => { }, default);
        await client.CallAsync("DescribeSecret", _ => { }, default);

        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData("<html>Sign in</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("5")]
    public async Task Something_else_in_the_stores_place_is_an_error_of_the_connection(string body)
    {
        await using var server = new RecordingServer(_ => HttpResponse.Text(200, "text/html", body));
        using var store = Open(server);

        Assert.Equal("SecretStoreUnreachable", (await Assert.ThrowsAsync<StoreException>(() => store.FindAsync(Name, default))).Fault.Kind.Id);
    }

    [Fact]
    public async Task A_value_that_cannot_be_read_is_an_error_of_the_store_that_does_not_quote_it()
    {
        await using var server = new RecordingServer(
            _ => HttpResponse.Text(200, "text/plain", "{}", new HttpHeader("x-amz-mp-parts-count", "many and secret")));

        var error = await Assert.ThrowsAsync<StoreException>(
            () => new SdkStores().ReadObjectAsync(new S3Location("bucket", "key"), Keys, Endpoint(server), default));

        Assert.Equal("SecretStoreUnreachable", error.Fault.Kind.Id);
        Assert.Contains("not the store", error.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Giving_up_ends_the_call_as_cancelled()
    {
        using var giveUp = new CancellationTokenSource();
        await using var server = new RecordingServer(_ =>
        {
            giveUp.Cancel();
            return HttpResponse.Silence;
        });
        using var store = Open(server);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.FindAsync(Name, giveUp.Token));
    }

    [Theory]
    [InlineData("eu-west-1", "https://secretsmanager.eu-west-1.amazonaws.com")]
    [InlineData("cn-north-1", "https://secretsmanager.cn-north-1.amazonaws.com.cn")]
    [InlineData("us-gov-west-1", "https://secretsmanager.us-gov-west-1.amazonaws.com")]
    [InlineData("eusc-de-east-1", "https://secretsmanager.eusc-de-east-1.amazonaws.eu")]
    public void Without_an_address_the_regions_own_is_asked(string region, string url)
    {
        using var client = new SecretsManagerClient(SdkConfig.Credentials(Keys), new StoreEndpoint(region), TimeProvider.System);

        Assert.Equal(new Uri(url), client.Address);
    }

    private static HttpResponse Json(string body, int status = 200) => HttpResponse.Text(status, "application/x-amz-json-1.1", body);

    private static StoreEndpoint Endpoint(RecordingServer server) => new("eu-west-1", server.Url);

    private static ISecretStore Open(RecordingServer server) => new SdkStores().OpenSecretsManager(Keys, Endpoint(server));

    private static IEnumerable<string?> Targets(RecordingServer server) => server.Requests.Select(request => request.Headers["X-Amz-Target"]);

    private static string Body(RecordingServer server, int index) => Encoding.UTF8.GetString(server.Requests[index].Body.Span);
}
