using System.Net;
using System.Text;
using AssumeRole.Aws.Tests;
using AssumeRole.Cli.Tests.Rotation;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Http;

namespace AssumeRole.Cli.Tests;

/// <summary>
/// Services that repeat all that they were sent, in every part of their answers: as it is, in base64 and as addresses write it. No secret
/// of it is in any output, report or log.
/// </summary>
public sealed class EchoedSecretTests
{
    private const string Token = "SESSION/token+of=the-caller/0123456789/abcdefghijklmnopqrstuvwxyz";
    private const string Identity = "eyHeader0123456789.eyBody0123456789abcdef.signature-of-the-token_0";
    private const string Authorization = "authorization-token/of+the+container=0123456789";
    private const string SignIn = "bearer-token/of+the+sign-in=0123456789abcdef";
    private const string Metadata = "metadata-token_0123456789-abcdefghijklmno==";

    private static readonly string[] CarryingHeaders =
        ["Authorization", "X-Amz-Security-Token", "x-amz-sso_bearer_token", "X-aws-ec2-metadata-token", "Proxy-Authorization"];

    private static readonly string[] Secrets = [Token, Identity, Authorization, SignIn, Metadata];

    [Theory]
    [EachBuild(400)]
    [EachBuild(403)]
    [EachBuild(500)]
    [EachBuild(200)]
    [EachBuild(302)]
    public async Task Of_STS(Build build, int status)
    {
        await using var sts = new RecordingServer(request => AnswerSts(request, status));
        await using var stage = await StartAsync(build);
        stage.Variables["AWS_ENDPOINT_URL_STS"] = sts.Url.ToString();
        SetKeys(stage);

        await AssertAllAsync(stage, succeeds: false);
        stage.Variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = stage.Write("token", Identity);
        stage.Variables["AWS_ROLE_ARN"] = Stage.Role;
        foreach (var name in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN" }) stage.Variables.Remove(name);
        await AssertAllAsync(stage, succeeds: false);
        AssertSent(sts, Token, Identity);
    }

    [Theory, EachBuild]
    public async Task Of_an_STS_that_grants(Build build)
    {
        await using var sts = new RecordingServer(Grant);
        await using var stage = await StartAsync(build);
        stage.Variables["AWS_ENDPOINT_URL_STS"] = sts.Url.ToString();
        SetKeys(stage);

        await AssertAllAsync(stage, succeeds: true);
        AssertSent(sts, Token);
    }

    [Theory]
    [EachBuild(403)]
    [EachBuild(500)]
    [EachBuild(200)]
    [EachBuild(302)]
    public async Task Of_a_container_endpoint(Build build, int status)
    {
        await using var container = new RecordingServer(request => Respond(request, status, Document(request)));
        await using var stage = await StartAsync(build);
        stage.Variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = container.Url.ToString();
        stage.Variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = $"Bearer {Authorization}";

        await AssertAllAsync(stage, succeeds: false);
        AssertSent(container, Authorization);
    }

    [Theory]
    [EachBuild(403)]
    [EachBuild(500)]
    [EachBuild(200)]
    public async Task Of_instance_metadata(Build build, int status)
    {
        await using var metadata = new RecordingServer(request =>
            request.Method == "PUT" ? HttpResponse.Text(200, "text/plain", Metadata) : Respond(request, status, request.Path.EndsWith('/') ? Metadata : Document(request)));
        await using var stage = await StartAsync(build);
        stage.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = metadata.Url.ToString();

        await AssertAllAsync(stage, succeeds: false);
        AssertSent(metadata, Metadata);
    }

    [Theory]
    [EachBuild(400)]
    [EachBuild(403)]
    [EachBuild(500)]
    [EachBuild(200)]
    [EachBuild(302)]
    public async Task Of_IAM_Identity_Center(Build build, int status)
    {
        await using var portal = new RecordingServer(request => Respond(request, status, Document(request)));
        await using var stage = await StartAsync(build);
        stage.Variables["AWS_ENDPOINT_URL_SSO"] = portal.Url.ToString();
        stage.Variables["AWS_PROFILE"] = SsoTests.Profile;
        stage.Variables["AWS_CONFIG_FILE"] = stage.Write("config", SsoTests.Config);
        stage.Write(SsoTests.SignIn, $$"""{"startUrl":"https://corp.awsapps.com/start","region":"eu-west-1","accessToken":"{{SignIn}}","expiresAt":"2099-01-01T00:00:00Z"}""");

        await AssertAllAsync(stage, succeeds: false);
        AssertSent(portal, SignIn);
    }

    [Theory]
    [EachBuild("SecretsManager", 400)]
    [EachBuild("ParameterStore", 400)]
    [EachBuild("SecretsManager", 403)]
    [EachBuild("ParameterStore", 200)]
    public async Task Of_stores(Build build, string store, int status)
    {
        await using var service = new RecordingServer(request => Respond(request, status, Document(request)));
        await using var sts = new RecordingServer(Grant);
        await using var stage = await StartAsync(build);
        SetKeys(stage);
        stage.Variables["AWS_ENDPOINT_URL_STS"] = sts.Url.ToString();
        foreach (var name in new[] { "SECRETS_MANAGER", "SSM" }) stage.Variables[$"AWS_ENDPOINT_URL_{name}"] = service.Url.ToString();

        var run = await stage.RunAsync("rotate", "--store", store, "--team", Teams.Of("platform", ("lab", Stage.Role)), "--verbose");

        // An answer that has none of the members is that of a store without such a parameter.
        if (status != 200) Assert.NotEqual(0, run.ExitCode);
        AssertNone("rotate", run.Output + run.Error);
        AssertSent(service, Token);
    }

    [Theory]
    [EachBuild(403, Needs = Needs.Unix)]
    [EachBuild(500, Needs = Needs.Unix)]
    public async Task Of_STS_in_the_log_and_the_answers_of_serve(Build build, int status)
    {
        await using var sts = new RecordingServer(request => AnswerSts(request, status));
        await using var stage = await StartAsync(build);
        stage.Variables["AWS_ENDPOINT_URL_STS"] = sts.Url.ToString();
        SetKeys(stage);
        using var process = stage.Start("serve", "--verbose");
        var address = (await process.ReadLineAsync())?.Split('\'')[1];
        var token = (await process.ReadLineAsync())?.Split('\'')[1];

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Authorization", token);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        await process.SignalAsync("TERM");
        var run = await process.EndAsync();

        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
        AssertNone("serve", run.Output + run.Error + body + string.Join(' ', response.Headers));
        Assert.Contains("[masked]", run.Error, StringComparison.Ordinal);
        AssertSent(sts, Token);
    }

    [Theory, EachBuild]
    public async Task Of_a_proxy_that_asks_for_a_password(Build build)
    {
        const string Password = "the-password-of-the-proxy";
        await using var proxy = new RecordingServer(request => Respond(request, 407, Echo(request)));
        await using var stage = await StartAsync(build);
        SetKeys(stage);
        foreach (var name in new[] { "HTTPS_PROXY", "https_proxy" }) stage.Variables[name] = $"http://user:{Password}@127.0.0.1:{proxy.Url.Port}";
        stage.Variables["AWS_ENDPOINT_URL_STS"] = "https://sts.invalid";

        foreach (var (words, text) in await RunAllAsync(stage, succeeds: false))
        {
            Assert.DoesNotContain(Password, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Password}")), text, StringComparison.Ordinal);
            Assert.Contains("proxy", text, StringComparison.OrdinalIgnoreCase);
            Assert.NotEmpty(words);
        }
    }

    private static async Task<Stage> StartAsync(Build build)
    {
        var stage = await Stage.StartAsync(build);
        stage.Variables["AWS_REGION"] = "eu-west-1";
        return stage;
    }

    private static void SetKeys(Stage stage)
    {
        stage.Variables["AWS_ACCESS_KEY_ID"] = "ASIACALLER";
        stage.Variables["AWS_SECRET_ACCESS_KEY"] = "s";
        stage.Variables["AWS_SESSION_TOKEN"] = Token;
    }

    private static async Task AssertAllAsync(Stage stage, bool succeeds)
    {
        foreach (var (words, text) in await RunAllAsync(stage, succeeds)) AssertNone(words, text);
    }

    /// <summary>Runs the verbs and gives all that each of them wrote, reports included.</summary>
    private static async Task<IReadOnlyList<(string Words, string Text)>> RunAllAsync(Stage stage, bool succeeds)
    {
        var texts = new List<(string, string)>();
        foreach (var words in new[] { "exec --verbose -- true", "whoami --json", "test --json", "test --detailed --report-path report.html", "test --report-path report.md" })
        {
            var run = await stage.RunAsync(words.Split(' '));
            if (!succeeds) Assert.NotEqual(0, run.ExitCode);
            var reports = Directory.GetFiles(stage.Folder, "report.*").Select(File.ReadAllText);
            texts.Add((words, string.Concat([run.Output, run.Error, .. reports])));
        }

        return texts;
    }

    private static void AssertNone(string words, string text)
    {
        Assert.NotEmpty(text);
        foreach (var secret in Secrets)
            foreach (var form in Forms(secret))
                Assert.False(text.Contains(form.TrimEnd('='), StringComparison.OrdinalIgnoreCase), $"{words} shows {form}:\n{text}");
    }

    /// <summary>The test would pass by itself if the secret never came to the service that repeats it.</summary>
    private static void AssertSent(RecordingServer server, params string[] secrets)
    {
        foreach (var secret in secrets)
            Assert.Contains(server.Requests, request => ValuesOf(request).Any(value => value.Contains(secret, StringComparison.Ordinal)));
    }

    private static HttpResponse AnswerSts(HttpRequest request, int status)
    {
        var echo = WebUtility.HtmlEncode(Echo(request));
        var body = status == 200
            ? $"<html>{echo}</html"
            : $"<ErrorResponse><Error><Type>Sender</Type><Code>{echo}</Code><Message>{echo}</Message></Error><RequestId>{echo}</RequestId></ErrorResponse>";
        return Respond(request, status, body);
    }

    /// <summary>A session whose every other part repeats the request, and one secret of the answer itself.</summary>
    private static HttpResponse Grant(HttpRequest request)
    {
        var action = RecordingServer.FormOf(request)["Action"];
        var echo = WebUtility.HtmlEncode(Echo(request));
        var result = action == "GetCallerIdentity"
            ? $"<Arn>{echo}</Arn><UserId>{echo}</UserId><Account>{echo}</Account>"
            : $"<AssumedRoleUser><AssumedRoleId>{echo}</AssumedRoleId><Arn>{echo} {Identity}</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIAROLE</AccessKeyId>"
                + $"<SecretAccessKey>s</SecretAccessKey><SessionToken>{Identity}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>";
        return HttpResponse.Text(200, "text/xml", $"<{action}Response><{action}Result>{result}</{action}Result><ResponseMetadata><RequestId>{echo}</RequestId></ResponseMetadata></{action}Response>");
    }

    private static string Document(HttpRequest request)
    {
        var echo = Echo(request).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $$"""{"__type":"{{echo}}","Code":"{{echo}}","code":"{{echo}}","message":"{{echo}}","Message":"{{echo}}","error":"{{echo}}","Expiration":"{{echo}}"}""";
    }

    private static HttpResponse Respond(HttpRequest request, int status, string body)
    {
        var echo = Echo(request);
        return HttpResponse.Text(
            status, "application/json", body,
            new HttpHeader("x-amzn-ErrorType", echo), new HttpHeader("x-amzn-RequestId", echo), new HttpHeader("Server", echo), new HttpHeader("Location", $"http://127.0.0.1:1/{Uri.EscapeDataString(echo)}"));
    }

    private static string Echo(HttpRequest request) =>
        string.Join(' ', ValuesOf(request).SelectMany(Forms)).Replace('\n', ' ').Replace('\r', ' ');

    private static IEnumerable<string> Forms(string value) => [value, Convert.ToBase64String(Encoding.UTF8.GetBytes(value)), Uri.EscapeDataString(value), WebUtility.UrlEncode(value)];

    private static IEnumerable<string> ValuesOf(HttpRequest request)
    {
        var body = Encoding.UTF8.GetString(request.Body.Span);
        return CarryingHeaders.Select(name => request.Headers[name]).OfType<string>()
            .Concat(body.StartsWith("Action=", StringComparison.Ordinal) ? RecordingServer.FormOf(request).Values : [body])
            .Where(value => value.Length > 0);
    }
}
