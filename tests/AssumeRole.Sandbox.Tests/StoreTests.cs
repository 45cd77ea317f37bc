using System.Text;
using System.Text.Json;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Tests;

/// <summary>The secret stores over the wire.</summary>
public sealed class StoreTests
{
    private const string Everything = "secretsmanager:*','ssm:*','sts:*";

    [Fact]
    public async Task A_secret_keeps_its_present_and_its_previous_value()
    {
        await using var store = await StartAsync();
        await store.CallAsync("secretsmanager.CreateSecret", """{"Name":"/c/x","SecretString":"1","Description":"d","Tags":[{"Key":"k","Value":"v"}]}""");
        await store.CallAsync("secretsmanager.UpdateSecret", """{"SecretId":"/c/x","SecretString":"2"}""");
        await store.CallAsync("secretsmanager.PutSecretValue", """{"SecretId":"/c/x","SecretString":"3"}""");

        Assert.Equal("3", (await store.CallAsync("secretsmanager.GetSecretValue", """{"SecretId":"/c/x"}""")).Text("SecretString"));
        Assert.Equal("2", (await store.CallAsync("secretsmanager.GetSecretValue", """{"SecretId":"/c/x","VersionStage":"AWSPREVIOUS"}""")).Text("SecretString"));
        var about = await store.CallAsync("secretsmanager.DescribeSecret", """{"SecretId":"/c/x"}""");
        Assert.Equal(("d", "k"), (about.Text("Description"), about.Json.GetProperty("Tags")[0].GetProperty("Key").GetString()));
        Assert.Equal(["AWSCURRENT", "AWSPREVIOUS"], about.Json.GetProperty("VersionIdsToStages").EnumerateObject().Select(version => version.Value[0].GetString()!));
        // An ARN names it too.
        Assert.Equal("3", (await store.CallAsync("secretsmanager.GetSecretValue", $$"""{"SecretId":"{{about.Text("ARN")}}"}""")).Text("SecretString"));
    }

    [Fact]
    public async Task The_same_request_again_makes_no_second_version()
    {
        await using var store = await StartAsync();
        const string create = """{"Name":"x","SecretString":"1","ClientRequestToken":"t1"}""";
        Assert.Equal(200, (await store.CallAsync("secretsmanager.CreateSecret", create)).Status);
        Assert.Equal(200, (await store.CallAsync("secretsmanager.CreateSecret", create)).Status);
        Assert.Equal("ResourceExistsException", (await store.CallAsync("secretsmanager.CreateSecret", create.Replace("t1", "t2", StringComparison.Ordinal))).Code);

        foreach (var _ in new[] { 1, 2 }) await store.CallAsync("secretsmanager.UpdateSecret", """{"SecretId":"x","SecretString":"2","ClientRequestToken":"t3"}""");
        Assert.Equal("1", (await store.CallAsync("secretsmanager.GetSecretValue", """{"SecretId":"x","VersionStage":"AWSPREVIOUS"}""")).Text("SecretString"));
    }

    [Fact]
    public async Task A_deleted_secret_is_closed_until_it_is_restored()
    {
        await using var store = await StartAsync();
        await store.CallAsync("secretsmanager.CreateSecret", """{"Name":"x","SecretString":"1"}""");
        await store.CallAsync("secretsmanager.DeleteSecret", """{"SecretId":"x"}""");

        foreach (var (target, body) in new[] { ("GetSecretValue", "SecretId"), ("UpdateSecret", "SecretId"), ("CreateSecret", "Name") })
            Assert.Equal("InvalidRequestException", (await store.CallAsync($"secretsmanager.{target}", $$"""{"{{body}}":"x","SecretString":"2"}""")).Code);
        Assert.True((await store.CallAsync("secretsmanager.DescribeSecret", """{"SecretId":"x"}""")).Json.TryGetProperty("DeletedDate", out _));
        await store.CallAsync("secretsmanager.RestoreSecret", """{"SecretId":"x"}""");
        Assert.Equal("1", (await store.CallAsync("secretsmanager.GetSecretValue", """{"SecretId":"x"}""")).Text("SecretString"));
    }

    [Fact]
    public async Task A_parameter_is_put_read_and_described()
    {
        await using var store = await StartAsync();
        Assert.Equal(200, (await store.CallAsync("AmazonSSM.PutParameter", """{"Name":"/c/x","Value":"1","Type":"SecureString","Tags":[{"Key":"k","Value":"v"}]}""")).Status);
        Assert.Equal("ParameterAlreadyExists", (await store.CallAsync("AmazonSSM.PutParameter", """{"Name":"/c/x","Value":"2"}""")).Code);
        Assert.Equal("ValidationException", (await store.CallAsync("AmazonSSM.PutParameter", """{"Name":"/c/x","Value":"2","Overwrite":true,"Tags":[{"Key":"k","Value":"v"}]}""")).Code);
        Assert.Equal(2, (await store.CallAsync("AmazonSSM.PutParameter", """{"Name":"/c/x","Value":"2","Overwrite":true}""")).Json.GetProperty("Version").GetInt32());

        Assert.Equal("2", (await store.CallAsync("AmazonSSM.GetParameter", """{"Name":"/c/x"}""")).Json.GetProperty("Parameter").GetProperty("Value").GetString());
        Assert.Equal(1, (await store.CallAsync("AmazonSSM.GetParametersByPath", """{"Path":"/c"}""")).Json.GetProperty("Parameters").GetArrayLength());
        Assert.Equal(
            "v", (await store.CallAsync("AmazonSSM.ListTagsForResource", """{"ResourceType":"Parameter","ResourceId":"/c/x"}""")).Json.GetProperty("TagList")[0].GetProperty("Value").GetString());
        Assert.Equal(0, (await store.CallAsync("AmazonSSM.DescribeParameters", """{"ParameterFilters":[{"Key":"Name","Option":"Equals","Values":["/c/y"]}]}""")).Json.GetProperty("Parameters").GetArrayLength());
        Assert.Equal("ParameterNotFound", (await store.CallAsync("AmazonSSM.GetParameter", """{"Name":"/c/y"}""")).Code);
        Assert.Equal("ValidationException", (await store.CallAsync("AmazonSSM.PutParameter", $$"""{"Name":"/c/z","Value":"{{new string('x', 4097)}}"}""")).Code);
    }

    [Theory]
    [InlineData("sts", "InvalidSignatureException: Credential should be scoped to correct service: 'secretsmanager'. ")]
    [InlineData(null, "MissingAuthenticationTokenException: Request is missing Authentication Token")]
    public async Task Calls_are_signed_for_the_service(string? service, string error)
    {
        await using var store = await StartAsync();

        var reply = await store.CallAsync("secretsmanager.GetSecretValue", """{"SecretId":"x"}""", service);

        Assert.Equal($"400 {error}", $"{reply.Status} {reply.Code}: {reply.Text("Message")}");
    }

    [Theory]
    [InlineData("secretsmanager:DescribeSecret", "secretsmanager.CreateSecret", "secretsmanager:CreateSecret")]
    [InlineData("secretsmanager:CreateSecret", "secretsmanager.CreateSecret", "secretsmanager:TagResource")]
    [InlineData("secretsmanager:*", "AmazonSSM.PutParameter", "ssm:PutParameter")]
    [InlineData("ssm:PutParameter", "AmazonSSM.PutParameter", "ssm:AddTagsToResource")]
    public async Task The_callers_policies_decide(string allowed, string target, string denied)
    {
        await using var store = await StartAsync(allowed);

        var reply = await store.CallAsync(target, """{"Name":"/c/x","SecretString":"1","Value":"1","Tags":[{"Key":"k","Value":"v"}]}""");

        Assert.Equal("AccessDeniedException", reply.Code);
        Assert.Contains($"{TestWorld.Ann} is not authorized to perform: {denied} on resource: arn:aws:", reply.Text("Message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_call_of_a_store_is_refused()
    {
        await using var store = await StartAsync();
        Assert.Equal("UnknownOperationException", (await store.CallAsync("secretsmanager.Explode", """{"SecretId":"x"}""")).Code);
        Assert.Equal("UnknownOperationException", (await store.CallAsync("dynamodb.GetItem", "{}", "dynamodb")).Code);
        Assert.Equal("UnknownOperationException", (await store.CallAsync("secretsmanager.GetSecretValue", "no json")).Code);
        Assert.Equal("ValidationException", (await store.CallAsync("secretsmanager.GetSecretValue", "{}")).Code);
    }

    [Fact]
    public async Task Errors_and_throttling_come_as_told()
    {
        await using var store = await StartAsync();
        store.Client.Sandbox.SetFaults(new WorldFaults { StoreNextErrors = ["None", "InternalServiceError"] });
        Assert.Equal(
            ["ResourceNotFoundException", "InternalServiceError", "ResourceNotFoundException"],
            await store.CodesAsync(3));

        store.Client.Sandbox.SetFaults(new WorldFaults { ThrottledPercent = 20 });
        Assert.InRange((await store.CodesAsync(200)).Count(code => code == "ThrottlingException"), 20, 60);
        store.Client.Sandbox.SetFaults(new WorldFaults { ThrottledPercent = 100 });
        Assert.Equal("Throttling", (await store.Client.CallAsync(TestWorld.AnnKey, "GetCallerIdentity")).Code);
    }

    [Fact]
    public async Task No_value_is_in_the_list_of_calls()
    {
        await using var store = await StartAsync();
        await store.CallAsync("secretsmanager.CreateSecret", """{"Name":"x","SecretString":"SANDBOXSECRET"}""");

        var call = store.Client.Sandbox.Calls.Single();
        Assert.Equal(("secretsmanager", "CreateSecret", TestWorld.Ann, 200), (call.Service, call.Action, call.CallerArn, call.StatusCode));
        Assert.Equal("x", Assert.Single(call.Parameters).Value);
    }

    private static async Task<Store> StartAsync(string annMay = Everything) =>
        new(await SandboxClient.StartAsync(TestWorld.Of("", annMay: "@").Replace("\"@\"", $"[\"{annMay.Replace('\'', '"')}\"]", StringComparison.Ordinal)));

    private sealed record Reply(int Status, JsonElement Json)
    {
        public string? Code => Text("__type");

        public string? Text(string name) => Json.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private sealed class Store(SandboxClient client) : IAsyncDisposable
    {
        private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = client.Sandbox.Endpoint };

        public SandboxClient Client => client;

        public async Task<Reply> CallAsync(string target, string body, string? service = "")
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            request.Headers.Add("X-Amz-Target", target);
            var signer = client.Signer(TestWorld.AnnKey) with { Service = service is { Length: > 0 } ? service : target.StartsWith("AmazonSSM", StringComparison.Ordinal) ? "ssm" : "secretsmanager" };
            foreach (var (name, value) in service is null ? [] : signer.Headers(client.Host, body)) request.Headers.TryAddWithoutValidation(name, value);
            using var response = await http.SendAsync(request);
            return new Reply((int)response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
        }

        public async Task<List<string?>> CodesAsync(int calls)
        {
            List<string?> codes = [];
            for (var call = 0; call < calls; call++) codes.Add((await CallAsync("secretsmanager.DescribeSecret", """{"SecretId":"y"}""")).Code);
            return codes;
        }

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            await client.DisposeAsync();
        }
    }
}
