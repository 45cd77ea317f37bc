using System.Net;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sources;

namespace AssumeRole.Core.Tests.Sources;

public sealed class ContainerSourceTests : IDisposable
{
    private const string Relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    private const string Full = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    private const string Token = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
    private const string TokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
    private const string Document =
        """{"RoleArn":"ignored","AccessKeyId":"ASIATASK","SecretAccessKey":"s","Token":"t","Expiration":"2026-03-04T06:06:07Z"}""";

    private readonly TemporaryFolder folder = new();
    private readonly FakeVariables variables = new((Full, "http://localhost:8080/creds"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_answer_of_the_endpoint_is_taken()
    {
        var http = new FakeHttp(_ => FakeHttp.Ok(Document));

        var credentials = await GetAsync(http);

        Assert.Equal(new AwsKeys("ASIATASK", new Secret("s"), new Secret("t")), credentials!.Keys);
        Assert.Equal(("container endpoint http://localhost:8080", Sample.Expiration), (credentials.Origin, credentials.Expiration));
        Assert.Equal(["GET http://localhost:8080/creds"], http.Lines);
        Assert.Equal("application/json", http.Requests[0].Headers.Accept.ToString());
        Assert.Null(http.Requests[0].Headers.Authorization);
    }

    [Fact]
    public async Task An_answer_in_a_charset_that_there_is_not_is_read_as_UTF8()
    {
        var http = new FakeHttp(_ =>
        {
            var answer = FakeHttp.Ok(Document);
            answer.Content.Headers.Remove("Content-Type");
            answer.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-99");
            return answer;
        });

        Assert.Equal("ASIATASK", (await GetAsync(http))!.Keys!.AccessKeyId);
    }

    [Theory]
    [InlineData("/v2/creds?id=1", "GET http://169.254.170.2/v2/creds?id=1")]
    [InlineData("v2/creds", "GET http://169.254.170.2/v2/creds")]
    [InlineData("@evil.example/", "GET http://169.254.170.2/@evil.example/")]
    public async Task The_relative_address_wins_over_the_full_one(string relative, string line)
    {
        variables.Set(Relative, relative);
        var http = new FakeHttp(_ => FakeHttp.Ok(Document));

        await GetAsync(http);

        Assert.Equal([line], http.Lines);
    }

    [Theory]
    [InlineData("http://127.0.0.1/x")]
    [InlineData("http://127.0.0.53:1/x")]
    [InlineData("http://[::1]/x")]
    [InlineData("http://localhost/x")]
    [InlineData("http://169.254.170.2/x")]
    [InlineData("http://169.254.170.23/v1/credentials")]
    [InlineData("http://[fd00:ec2::23]/v1/credentials")]
    [InlineData("https://creds.example.com/x")]
    public async Task Loopback_the_container_services_and_https_are_trusted(string address)
    {
        variables.Set(Full, address);

        Assert.NotNull(await GetAsync(new FakeHttp(_ => FakeHttp.Ok(Document))));
    }

    [Theory]
    [InlineData("http://creds.example.com/x")]
    [InlineData("http://169.254.169.254/x")]
    [InlineData("http://169.254.170.22/x")]
    [InlineData("http://10.0.0.1/x")]
    [InlineData("http://host.docker.internal/x")]
    [InlineData("http://localhost.example.com/x")]
    [InlineData("http://127.0.0.1@evil.example/x")]
    [InlineData("http://[fd00:ec2::24]/x")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("/v2/creds")]
    [InlineData("localhost:8080")]
    public async Task Any_other_address_is_refused_before_anything_is_sent(string address)
    {
        variables.Set(Full, address);
        var http = new FakeHttp(_ => FakeHttp.Ok(Document));

        var finding = await Sample.FindingOfAsync(() => GetAsync(http));

        Assert.Equal(("VariableInvalid", Full), (finding.Id, finding.Target));
        Assert.Empty(http.Requests);
    }

    [Fact]
    public async Task The_file_of_the_token_wins_over_the_token()
    {
        variables.Set(Token, "Bearer one");
        Assert.Equal("Bearer one", await AuthorizationAsync());

        variables.Set(TokenFile, folder.Write("token", "Bearer two\n"));
        Assert.Equal("Bearer two", await AuthorizationAsync());
    }

    [Theory]
    [InlineData("a\r\nX-Other: b")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    public async Task A_token_with_a_line_end_is_refused_and_not_repeated(string token)
    {
        foreach (var name in new[] { Token, TokenFile })
        {
            variables.Set(name, name == Token ? token : folder.Write("token", token));
            var finding = await Sample.FindingOfAsync(() => AuthorizationAsync());
            Assert.Equal("VariableInvalid", finding.Id);
            Assert.DoesNotContain(token, finding.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_file_that_is_missing_is_an_error_that_names_it()
    {
        variables.Set(TokenFile, System.IO.Path.Combine(folder.Path, "absent"));

        var finding = await Sample.FindingOfAsync(() => AuthorizationAsync());

        Assert.Equal(("ContainerCredentialsUnavailable", variables.Get(TokenFile)), (finding.Id, finding.Target));
    }

    [Fact]
    public async Task Without_an_address_there_is_no_container()
    {
        variables.Set(Full, null);

        Assert.Null(await GetAsync(new FakeHttp(_ => throw new InvalidOperationException("Nothing is to be sent."))));
    }

    [Theory]
    [InlineData(Full)]
    [InlineData(Relative)]
    public async Task An_address_that_is_set_and_empty_is_an_error(string variable)
    {
        variables.Set(variable, "");

        var finding = await Sample.FindingOfAsync(() => GetAsync(new FakeHttp(_ => throw new InvalidOperationException("Nothing is to be sent."))));

        Assert.Equal(("VariableInvalid", variable), (finding.Id, finding.Target));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, 1)]
    [InlineData(HttpStatusCode.Unauthorized, 1)]
    [InlineData(HttpStatusCode.Forbidden, 1)]
    [InlineData(HttpStatusCode.Redirect, 1)]
    [InlineData(HttpStatusCode.NotFound, 3)]
    [InlineData(HttpStatusCode.TooManyRequests, 3)]
    [InlineData(HttpStatusCode.InternalServerError, 3)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 3)]
    public async Task A_passing_fault_is_tried_three_times_and_a_refusal_once(HttpStatusCode status, int attempts)
    {
        var http = new FakeHttp(_ => FakeHttp.Text(status, "wJalrXUtnFEMI"));

        var finding = await Sample.FindingOfAsync(() => GetAsync(http));

        Assert.Equal("ContainerCredentialsUnavailable", finding.Id);
        Wording.Names(finding.Evidence, $"{(int)status}");
        Assert.DoesNotContain("wJal", finding.ToString(), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Repeat("GET http://localhost:8080/creds", attempts), http.Lines);
    }

    [Theory]
    [InlineData(404, "")]
    [InlineData(429, "")]
    [InlineData(503, "busy")]
    [InlineData(200, "")]
    [InlineData(200, "<html>starting</html>")]
    [InlineData(200, """{"AccessKeyId":"ASIATASK",""")]
    public async Task What_passes_is_tried_again_a_second_later(int status, string text)
    {
        var answers = new Queue<HttpResponseMessage>([FakeHttp.Text((HttpStatusCode)status, text), FakeHttp.Ok(Document)]);
        var time = new ImpatientTimeProvider(only: TimeSpan.FromSeconds(1));

        Assert.Equal("ASIATASK", (await GetAsync(new FakeHttp(_ => answers.Dequeue()), time))!.Keys!.AccessKeyId);
        Assert.Empty(answers);
        Assert.Single(time.Delays, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Giving_up_ends_the_pause()
    {
        using var impatience = new CancellationTokenSource();
        var http = new FakeHttp(_ => FakeHttp.Text(HttpStatusCode.NotFound));
        var getting = new ContainerSource(new HttpClient(http), variables, new ManualTimeProvider()).TryGetAsync(impatience.Token);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => getting);
        Assert.Single(http.Requests);
    }

    [Theory]
    [InlineData("""{"code":"InvalidIdInRequest","message":"No credentials\nfor this id.","HTTPErrorCode":400}""", "InvalidIdInRequest: No credentials for this id.")]
    [InlineData("""{"Code":"AccessDeniedException","Message":"The token one-two-three is not valid"}""", "AccessDeniedException: The token [masked] is not valid.")]
    public async Task The_code_and_message_of_a_refusal_are_shown_and_the_token_is_not(string text, string shown)
    {
        variables.Set(Token, "Bearer one-two-three");

        var finding = await Sample.FindingOfAsync(() => GetAsync(new FakeHttp(_ => FakeHttp.Text(HttpStatusCode.BadRequest, text))));

        Assert.Equal(("ContainerCredentialsUnavailable", "http://localhost:8080"), (finding.Id, finding.Target));
        Assert.EndsWith($"400. Code {shown}", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_connection_is_tried_three_times()
    {
        var answers = new Queue<Func<HttpResponseMessage>>(
            [() => throw new HttpRequestException("reset"), () => throw new HttpRequestException("reset"), () => FakeHttp.Ok(Document)]);
        Assert.NotNull(await GetAsync(new FakeHttp(_ => answers.Dequeue()())));

        var finding = await Sample.FindingOfAsync(() => GetAsync(new FakeHttp(_ => throw new HttpRequestException("reset"))));
        Assert.Equal("ContainerCredentialsUnavailable", finding.Id);
        Wording.Names(finding.Evidence, "reset");
    }

    [Fact]
    public async Task A_silent_endpoint_is_given_up_after_three_times_two_seconds()
    {
        var time = new ImpatientTimeProvider();

        var finding = await Sample.FindingOfAsync(() => GetAsync(new FakeHttp((_, token) => FakeHttp.NeverAsync(token)), time));

        Wording.Names(finding.Evidence, "2 s", "3 times");
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(2), 3), time.Delays);
    }

    [Theory]
    [InlineData("wJalrXUtnFEMI", "JSON (line 0)")]
    [InlineData("""{"SecretAccessKey":"wJalrXUtnFEMI"}""", "no keys")]
    [InlineData("""{"Code":"AccessDenied","Message":"No role."}""", "AccessDenied: No role.")]
    [InlineData("null", "no keys")]
    public async Task An_answer_without_keys_is_an_error_without_its_text(string text, string evidence)
    {
        var error = await Assert.ThrowsAsync<AssumeRoleException>(() => GetAsync(new FakeHttp(_ => FakeHttp.Ok(text))));

        Assert.Equal("ContainerCredentialsUnavailable", error.Finding.Id);
        Wording.Names(error.Finding.Evidence, evidence);
        Assert.DoesNotContain("wJal", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"\"", "''")]
    [InlineData("\"in an hour\"", "'in an hour'")]
    public async Task An_Expiration_that_is_no_time_is_named_with_its_value(string value, string shown)
    {
        var text = $$"""{"AccessKeyId":"ASIATASK","SecretAccessKey":"s","Token":"t","Expiration":{{value}}}""";

        var finding = await Sample.FindingOfAsync(() => GetAsync(new FakeHttp(_ => FakeHttp.Ok(text))));

        Assert.Equal(("ContainerCredentialsUnavailable", "http://localhost:8080"), (finding.Id, finding.Target));
        Assert.Contains($"Expiration in its document is {shown}", finding.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_without_an_Expiration_does_not_end() =>
        Assert.Null((await GetAsync(new FakeHttp(_ => FakeHttp.Ok("""{"AccessKeyId":"A","SecretAccessKey":"s","Token":"t"}"""))))!.Expiration);

    private async Task<SourceCredentials?> GetAsync(FakeHttp http, TimeProvider? time = null)
    {
        time ??= new ImpatientTimeProvider(only: TimeSpan.FromSeconds(1));
        return (await new ContainerSource(new HttpClient(http), variables, time).TryGetAsync(default)).Credentials;
    }

    private async Task<string?> AuthorizationAsync()
    {
        var http = new FakeHttp(_ => FakeHttp.Ok(Document));
        await GetAsync(http);
        return http.Requests[0].Headers.GetValues("Authorization").Single();
    }
}
