using System.Net.Sockets;
using Reply = AssumeRole.Testing.ScriptedMetadata.Reply;

namespace AssumeRole.Core.Tests.Metadata;

/// <summary>What the probe makes of answers that are no token.</summary>
public sealed class MetadataVerdictTests
{
    private readonly ScriptedMetadata service = new();

    [Theory]
    [InlineData(403, "", "MetadataDisabled", "X-Forwarded-For")]
    [InlineData(404, "", "MetadataProxy", "does not know IMDSv2")]
    [InlineData(405, "", "MetadataProxy", "does not know IMDSv2")]
    [InlineData(400, "", "MetadataServiceError", "as it arrives")]
    [InlineData(401, "", "MetadataServiceError", "error")]
    [InlineData(302, "", "MetadataAnswerInvalid", "no answer of")]
    [InlineData(204, "", "MetadataAnswerInvalid", "no answer of")]
    public async Task Another_status_is_a_finding_of_its_own(int status, string body, string id, string cause)
    {
        var diagnosis = await service.Token(Reply.Of(status, body, after: 1, server: "Proxy/1.0")).ProbeAsync();

        Assert.Equal((id, 1), (diagnosis.Finding!.Id, diagnosis.RoundTrips));
        Assert.Contains(cause, diagnosis.Finding.Cause, StringComparison.Ordinal);
        Assert.Equal($"PUT /latest/api/token was answered with {status} in 1 ms (Server: Proxy/1.0).", diagnosis.Evidence);
        Assert.Equal("http://169.254.169.254", diagnosis.Finding.Target);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>sign in</html>\n")]
    [InlineData("two\nlines")]
    [InlineData("tökén")]
    public async Task What_cannot_stand_in_a_header_is_no_token(string body)
    {
        var diagnosis = await service.Token(Reply.Of(200, body)).ProbeAsync();

        Assert.Equal("MetadataAnswerInvalid", diagnosis.Finding!.Id);
        Assert.Contains($"{body.Length} characters that are no token", diagnosis.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "EC2ws", "MetadataProxy")]
    [InlineData(404, "Metadata Server for VM", "MetadataUnavailable")]
    public async Task In_detail_a_proxy_is_told_from_another_clouds_service(int status, string server, string id)
    {
        service.Tokenless = Reply.Of(status, server: server.Split(' ')[0]);

        var diagnosis = await service.Token(Reply.Of(404)).ProbeAsync(detailed: true);

        Assert.Equal(id, diagnosis.Finding!.Id);
        Assert.Contains($"answered with {status} in 0 ms (Server: {server.Split(' ')[0]})", diagnosis.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "MetadataServiceError")]
    [InlineData(503, "MetadataServiceError")]
    [InlineData(200, "MetadataAnswerInvalid")]
    public async Task A_passing_fault_is_tried_again_at_once_and_then_named(int status, string id)
    {
        var passing = await service.Token(Reply.Of(status)).Token(Reply.Of(200, "t")).ProbeAsync();
        Assert.Equal((null, 2, 0), (passing.Finding?.Id, passing.RoundTrips, service.DecidedAfter));

        var again = new ScriptedMetadata().Token(Reply.Of(status));
        var lasting = await again.ProbeAsync();
        Assert.Equal(
            (id, 2, 0), (lasting.Finding!.Id, lasting.RoundTrips, again.DecidedAfter));
    }

    [Theory]
    [InlineData("""{"Code":"AccessDenied","Message":"Not\u001b[31m for\nyou."}""", " Code AccessDenied: Not [31m for you.")]
    [InlineData("""{"code":403}""", " Code 403.")]
    [InlineData("<html>403</html>", "")]
    [InlineData("""{"SecretAccessKey":"wJalrXUtnFEMI"}""", "")]
    public async Task The_code_and_message_of_a_refusal_are_shown(string body, string shown)
    {
        var diagnosis = await service.Token(Reply.Of(403, body)).ProbeAsync();

        Assert.Equal(("MetadataDisabled", 1), (diagnosis.Finding!.Id, diagnosis.RoundTrips));
        Assert.Equal($"PUT /latest/api/token was answered with 403 in 0 ms.{shown}", diagnosis.Evidence);
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.NetworkUnreachable)]
    public async Task Where_nothing_is_there_the_reason_is_given(SocketError reason)
    {
        var error = new HttpRequestException("failed", new SocketException((int)reason));

        var diagnosis = await service.Token(Reply.Failure(error)).ProbeAsync();

        Assert.Equal(
            ("MetadataUnavailable", 2),
            (diagnosis.Finding!.Id, diagnosis.RoundTrips));
        Assert.StartsWith("No connection: ", diagnosis.Evidence, StringComparison.Ordinal);
    }
}
