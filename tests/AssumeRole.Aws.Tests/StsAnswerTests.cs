using System.Text;
using AssumeRole.Credentials;
using AssumeRole.Http;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests;

public sealed class StsAnswerTests
{
    private static readonly AwsKeys Keys = new("ASIACALLER", new Secret("secret-of-caller"), new Secret("token-of-caller"));
    private static readonly RoleRequest Request =
        new() { Role = RoleArn.Parse("arn:aws:iam::222222222222:role/deploy"), SessionName = "task" };

    [Fact]
    public async Task Texts_are_found_in_any_namespace_beside_comments_and_unknown_elements()
    {
        var session = await AskAsync(
            $"""
            <?xml version="1.0"?>
            <!-- a comment -->
            <x:AssumeRoleResponse xmlns:x="urn:x"><x:AssumeRoleResult a="b"><Empty/><None></None>{StsAnswers.Credentials}
            <AssumedRoleUser><Arn>arn:aws:sts::222222222222:assumed-role/<![CDATA[deploy]]>/t&#97;sk</Arn></AssumedRoleUser></x:AssumeRoleResult></x:AssumeRoleResponse>
            """);

        Assert.Equal(("ASIAISSUED", "arn:aws:sts::222222222222:assumed-role/deploy/task"), (session.AccessKeyId, session.AssumedRoleArn));
    }

    [Theory]
    [InlineData("<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata>", "id-2", "id-2")]
    [InlineData("<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata>", null, "id-1")]
    [InlineData("", "id-2", "id-2")]
    [InlineData("", null, "")]
    public async Task The_request_s_id_is_in_the_answer_or_in_its_header(string metadata, string? header, string expected)
    {
        var session = await AskAsync(
            $"<AssumeRoleResponse><AssumeRoleResult>{StsAnswers.Credentials}</AssumeRoleResult>{metadata}</AssumeRoleResponse>", header: header);

        Assert.Equal(expected, session.RequestId);
    }

    [Fact]
    public async Task A_secret_that_the_answer_repeats_beside_its_credentials_is_masked()
    {
        var session = await AskAsync(
            $"""
            <AssumeRoleResponse><AssumeRoleResult>{StsAnswers.Credentials}
            <AssumedRoleUser><Arn>arn:aws:sts::222222222222:assumed-role/deploy/tok/en+==</Arn></AssumedRoleUser></AssumeRoleResult>
            <ResponseMetadata><RequestId>sec/ret+</RequestId></ResponseMetadata></AssumeRoleResponse>
            """);

        Assert.Equal(("arn:aws:sts::222222222222:assumed-role/deploy/[masked]", "[masked]"), (session.AssumedRoleArn, session.RequestId));
    }

    [Theory]
    [InlineData("ASIAISSUED", "AccessKeyId")]
    [InlineData("sec/ret+", "SecretAccessKey")]
    [InlineData("tok/en+==", "SessionToken")]
    public async Task Credentials_that_no_header_takes_are_not_of_STS(string value, string name)
    {
        var credentials = StsAnswers.Credentials.Replace(value, $"{value}&#10;X-Injected: yes", StringComparison.Ordinal);

        var error = await Assert.ThrowsAsync<StsException>(
            () => AskAsync($"<AssumeRoleResponse><AssumeRoleResult>{credentials}</AssumeRoleResult></AssumeRoleResponse>"));

        Assert.Matches($"not STS.* {name} of its credentials has a line end", error.Fault.Message);
        Assert.DoesNotContain("X-Injected", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE R [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><R>&a;</R>", "no credentials")]
    [InlineData("<R><secret>one</R>", "no XML .*line [0-9]")]
    [InlineData("", "no XML .*line [0-9]")]
    public async Task What_is_no_XML_or_wants_a_file_is_refused_and_not_quoted(string text, string fault)
    {
        var error = await Assert.ThrowsAsync<StsException>(() => AskAsync(text));

        Assert.Equal("StsUnreachable", error.Fault.Kind.Id);
        Assert.Matches($"not STS.* {fault}", error.Fault.Message);
        Assert.DoesNotContain(Environment.MachineName, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("<secret>", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<ErrorResponse><Error><Code>AccessDenied</Code><Message>No.</Message></Error><RequestId>id-3</RequestId></ErrorResponse>", "AccessDenied", "^No\\.$", "id-3")]
    [InlineData("<ErrorResponse><Error><Code>AccessDenied</Code><Message>No.</Messa", "AccessDenied", "403 Forbidden", "")]
    [InlineData("<html>no</html>", "Http403", "403 Forbidden", "")]
    [InlineData("no", "Http403", "403 Forbidden", "")]
    [InlineData("", "Http403", "403 Forbidden", "")]
    public async Task A_refusal_says_what_STS_said_or_its_status(string text, string code, string message, string id)
    {
        var fault = (await Assert.ThrowsAsync<StsException>(() => AskAsync(text, status: 403))).Fault;

        Assert.Equal((code, 403, id), (fault.Code, fault.Status, fault.RequestId));
        Assert.Matches(message, fault.Message);
        Assert.DoesNotContain("<", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<SessionCredentials> AskAsync(string text, int status = 200, string? header = null)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var id = header is null ? string.Empty : $"x-amzn-RequestId: {header}\r\n";
        var head = $"HTTP/1.1 {status} Some\r\nContent-Type: text/xml\r\n{id}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        await using var server = new RecordingServer(_ => HttpResponse.Raw((byte[])[.. Encoding.ASCII.GetBytes(head), .. body]));
        return await new SecurityTokenService().AssumeRoleAsync(Request, Keys, server.Endpoint, default);
    }
}
