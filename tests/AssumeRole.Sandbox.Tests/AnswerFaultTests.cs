using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using AssumeRole.Sandbox.Worlds;
using AssumeRole.Testing;

namespace AssumeRole.Sandbox.Tests;

/// <summary>Answers that are late, drip, break off or are none, of either service.</summary>
public sealed class AnswerFaultTests
{
    private const string CredentialPath = "/latest/meta-data/iam/security-credentials/concourse-worker";
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("metadataDelayMilliseconds", true, true, false)]
    [InlineData("metadataTokenDelayMilliseconds", true, false, false)]
    [InlineData("stsDelayMilliseconds", false, false, true)]
    public async Task Answers_can_be_late(string fault, bool token, bool document, bool sts)
    {
        await using var client = await StartAsync($"'{fault}':{Late.TotalMilliseconds}");
        await AwaitAsync(client, TokenAsync(client), token);
        await AwaitAsync(client, client.SendAsync(HttpMethod.Get, "/latest/meta-data/"), document);
        await AwaitAsync(client, client.CallAsync(TestWorld.AnnKey, "GetCallerIdentity"), sts);
    }

    [Theory]
    [InlineData("metadataDelayMilliseconds")]
    [InlineData("metadataTokenDelayMilliseconds")]
    [InlineData("metadataDripMilliseconds")]
    [InlineData("stsDelayMilliseconds")]
    [InlineData("stsDripMilliseconds")]
    [InlineData("stsSilent")]
    public async Task A_late_answer_ends_when_the_sandbox_stops(string fault)
    {
        await using var client = await StartAsync($"'{fault}':{(fault == "stsSilent" ? "true" : "2147483647")}");
        var pending = fault.StartsWith("sts", StringComparison.Ordinal)
            ? client.CallAsync(TestWorld.AnnKey, "GetCallerIdentity")
            : TokenAsync(client);
        await Patience.UntilAsync(() => client.Sandbox.Calls.Count > 0);
        Assert.False(pending.IsCompleted);
        await client.Sandbox.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => pending);
    }

    [Fact]
    public async Task A_dripping_answer_is_whole_in_the_end()
    {
        await using var client = await StartAsync("'metadataDripMilliseconds':1,'stsDripMilliseconds':1");
        Assert.Equal(401, (await client.SendAsync(HttpMethod.Get, "/latest/meta-data/")).Status);
        Assert.Equal(TestWorld.Ann, (await client.CallAsync(TestWorld.AnnKey, "GetCallerIdentity")).Value("Arn"));
    }

    [Theory]
    [InlineData("metadataTruncated", true)]
    [InlineData("stsTruncated", false)]
    public async Task A_connection_can_close_in_the_middle_of_an_answer(string fault, bool ofMetadata)
    {
        await using var client = await StartAsync($"'{fault}':true");
        Task<SandboxClient.Reply> SendAsync(bool metadata) =>
            metadata ? TokenAsync(client) : client.CallAsync(TestWorld.AnnKey, "GetCallerIdentity");
        var broken = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(ofMetadata));
        Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(broken.InnerException).HttpRequestError);
        Assert.Equal(200, (await SendAsync(!ofMetadata)).Status);
    }

    [Theory]
    [InlineData("Page", 200, "Sign in to use this network.")]
    [InlineData("ForbiddenPage", 403, "The proxy does not let this address be reached.")]
    [InlineData("Redirect", 302, "")]
    [InlineData("Empty", 200, "")]
    public async Task Something_else_can_answer(string garbage, int status, string text)
    {
        await using var client = await StartAsync($"'metadataGarbage':'{garbage}','stsGarbage':'{garbage}'");
        foreach (var reply in new[] { await TokenAsync(client), await client.CallAsync(TestWorld.AnnKey, "GetCallerIdentity") })
        {
            Assert.Equal(status, reply.Status);
            Assert.Contains(text, reply.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("Server", reply.Headers.Keys);
            if (text.Length == 0) Assert.Equal("", reply.Body);
        }

        // The services themselves are well: what they did is on record.
        Assert.Equal([200, 200], client.Sandbox.Calls.Select(call => call.StatusCode));
    }

    [Fact]
    public async Task Something_that_speaks_no_HTTP_can_answer()
    {
        await using var client = await StartAsync("'metadataGarbage':'NotHttp','stsGarbage':'NotHttp'");
        foreach (var pending in new[] { TokenAsync(client), client.CallAsync(TestWorld.AnnKey, "GetCallerIdentity") })
        {
            var broken = await Assert.ThrowsAsync<HttpRequestException>(() => pending);
            Assert.Equal(HttpRequestError.InvalidResponse, broken.HttpRequestError);
        }
    }

    [Fact]
    public async Task A_document_can_stop_in_the_middle()
    {
        await using var client = await SandboxClient.StartAsync();
        client.Sandbox.SetFaults(new WorldFaults
        {
            Metadata = new WorldAnswers { Garbage = WorldGarbage.Broken },
            Sts = new WorldAnswers { Garbage = WorldGarbage.Broken },
        });
        var credentials = (await client.MetadataAsync(CredentialPath)).Body;
        Assert.StartsWith("{", credentials, StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(credentials));
        Assert.Equal("i-0123456789abcdef0", (await client.MetadataAsync("/latest/meta-data/instance-id")).Body);
        var identity = await client.CallAsync(SandboxClient.TestKey.Operator, "GetCallerIdentity");
        Assert.Equal(200, identity.Status);
        Assert.Throws<XmlException>(() => XElement.Parse(identity.Body));
    }

    [Fact]
    public async Task Documents_can_be_larger_than_anybody_expects()
    {
        const int size = 2 * 1024 * 1024;
        await using var client = await StartAsync($"'metadataPaddingBytes':{size}");
        var id = (await client.MetadataAsync("/latest/meta-data/instance-id")).Body;
        Assert.Equal(size + "i-0123456789abcdef0".Length, id.Length);
        Assert.Equal("i-0123456789abcdef0", id.TrimEnd());
        Assert.True((await TokenAsync(client)).Body.Length < 100);
    }

    [Fact]
    public async Task Documents_can_have_another_status()
    {
        await using var client = await StartAsync("'metadataDocumentStatus':500");
        Assert.Equal(401, (await client.SendAsync(HttpMethod.Get, "/latest/meta-data/instance-id")).Status);
        Assert.Equal(500, (await client.MetadataAsync("/latest/meta-data/instance-id")).Status);
        Assert.Equal(404, (await client.MetadataAsync("/latest/meta-data/nothing")).Status);
    }

    private static Task<SandboxClient> StartAsync(string faults) => SandboxClient.StartAsync(
        TestWorld.Of("", $",'instance':{{'availabilityZone':'eu-west-1a'}},'faults':{{{faults}}}"));

    private static Task<SandboxClient.Reply> TokenAsync(SandboxClient client) =>
        client.SendAsync(HttpMethod.Put, "/latest/api/token", ("X-aws-ec2-metadata-token-ttl-seconds", "60"));

    /// <summary>Awaits an answer that comes by itself, or only when the clock has moved as far as the world says.</summary>
    private static async Task AwaitAsync(SandboxClient client, Task<SandboxClient.Reply> pending, bool late)
    {
        var end = client.Time.GetUtcNow() + Late;
        if (late) await Patience.AdvanceUntilAsync(client.Time, pending, TimeSpan.FromSeconds(1), "a late answer");

        await pending;
        Assert.Equal(late, client.Time.GetUtcNow() >= end);
    }
}
