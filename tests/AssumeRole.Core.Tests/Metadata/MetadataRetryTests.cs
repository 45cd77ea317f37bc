using System.Net;
using AssumeRole.Metadata;

namespace AssumeRole.Core.Tests.Metadata;

/// <summary>Which answers to reads of metadata are asked for again, counted at the wire.</summary>
public sealed class MetadataRetryTests
{
    private const string List = "/latest/meta-data/iam/security-credentials/";
    private const string Document = List + "worker";
    private const string Info = "/latest/meta-data/iam/info";

    private readonly List<string> sent = [];
    private readonly Dictionary<string, Queue<(int Status, string Body)>> passing = new(StringComparer.Ordinal);

    public static TheoryData<int, string> Passing => new()
    {
        { 404, "" },
        { 429, "" },
        { 500, "" },
        { 503, "<html>busy</html>" },
        { 200, "" },
        { 200, " \n" },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_list_of_roles_that_is_late_is_asked_for_again(int status, string body)
    {
        Answer(List, (status, body), (200, "worker"));

        Assert.Equal("worker", await CreateReader().ReadNameAsync(default));
        Assert.Equal([List, List], sent);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    [InlineData(200, "<html>starting</html>")]
    [InlineData(200, """{"Code":"Success",""")]
    public async Task A_document_that_is_late_is_asked_for_again(int status, string body)
    {
        Answer(Document, (status, body), (200, FakeMetadata.CredentialDocument));

        Assert.Equal("ASIAWORKER", (await CreateReader().ReadCredentialsAsync("worker", default)).Keys!.AccessKeyId);
        Assert.Equal([Document, Document], sent);
    }

    [Theory]
    [InlineData(404, "", "InstanceRoleError", 2)]
    [InlineData(429, "", "MetadataServiceError", 2)]
    [InlineData(503, "", "MetadataServiceError", 2)]
    [InlineData(200, "", "InstanceRoleError", 2)]
    [InlineData(200, "{", "InstanceRoleError", 2)]
    [InlineData(400, "", "MetadataServiceError", 1)]
    [InlineData(403, "", "MetadataDisabled", 1)]
    [InlineData(405, "", "MetadataProxy", 1)]
    [InlineData(200, "[]", "InstanceRoleError", 1)]
    [InlineData(200, """{"Code":"AssumeRoleUnauthorizedAccess","Message":"No."}""", "InstanceRoleError", 1)]
    [InlineData(200, """{"AccessKeyId":"ASIA","SecretAccessKey":"s","Token":"t","Expiration":""}""", "InstanceRoleError", 1)]
    public async Task A_document_that_stays_as_it_is_is_an_error_after_the_attempts(int status, string body, string id, int attempts)
    {
        Answer(Document, (status, body));

        var finding = await Sample.FindingOfAsync(() => CreateReader().ReadCredentialsAsync("worker", default));

        Assert.Equal(id, finding.Id);
        Assert.Equal(Enumerable.Repeat(Document, attempts), sent);
    }

    [Theory]
    [InlineData(404, "1", 1)]
    [InlineData(404, null, 2)]
    [InlineData(200, null, 2)]
    [InlineData(404, "5", 5)]
    public async Task An_instance_without_a_role_is_told_so_after_the_attempts_that_are_set(int status, string? attempts, int tries)
    {
        Answer(List, (status, ""));
        Answer(Info, (200, """{"Code":"InstanceProfileNotFound","Message":"None."}"""));

        var finding = await Sample.FindingOfAsync(() => CreateReader(attempts).ReadNameAsync(default));

        Assert.Equal("InstanceProfileMissing", finding.Id);
        Assert.Equal([.. Enumerable.Repeat(List, tries), Info], sent);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task The_code_and_message_of_a_refusal_are_shown_cut_and_the_token_is_not(int status)
    {
        var body = $$"""{"code":"NoSuchRole","message":"Not with issued-token\n{{string.Concat(Enumerable.Repeat("no ", 2000))}}"}""";
        Answer(Document, (status, body.ReplaceLineEndings("\\n")));

        var finding = await Sample.FindingOfAsync(() => CreateReader().ReadCredentialsAsync("worker", default));

        Wording.Names(finding.Evidence, $"{status}", "Code NoSuchRole: Not with [masked]");
        Assert.InRange(finding.Evidence.Length, 300, 500);
        Assert.DoesNotContain("issued-token", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_whose_body_does_not_end_is_not_waited_for()
    {
        await using var server = new RawServer(async (_, socket, token) =>
        {
            await RawServer.SendAsync(socket, "HTTP/1.1 403 Forbidden\r\nContent-Length: 99\r\n\r\n{\"Code\":", token);
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        });
        var options = MetadataOptions.Read(new FakeVariables(("AWS_METADATA_SERVICE_TIMEOUT", "3600"))) with { Endpoint = new Uri(server.Url) };
        using var http = InstanceMetadataClient.CreateHttpClient();
        var probe = new MetadataProbe(http, options, TimeProvider.System);

        var diagnosis = await probe.ProbeAsync(detailed: false, default).WaitAsync(Patience.Limit);

        Assert.Equal("MetadataDisabled", diagnosis.Finding!.Id);
    }

    private InstanceRoleReader CreateReader(string? attempts = null)
    {
        var variables = new FakeVariables();
        variables.Set("AWS_METADATA_SERVICE_NUM_ATTEMPTS", attempts);
        var http = new FakeHttp(request =>
        {
            var path = request.RequestUri!.AbsolutePath;
            sent.Add(path);
            var answers = passing[path];
            var (status, body) = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
            return FakeHttp.Text((HttpStatusCode)status, body);
        });
        var client = new InstanceMetadataClient(new HttpClient(http), MetadataOptions.Read(variables), new ManualTimeProvider());
        client.UseToken(new Secret("issued-token"));
        return new InstanceRoleReader(client);
    }

    /// <summary>Sets the answers to a path; the last one stands for all that follow.</summary>
    private void Answer(string path, params (int Status, string Body)[] answers) => passing[path] = new(answers);
}
