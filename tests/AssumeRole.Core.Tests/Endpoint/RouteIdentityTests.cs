using System.Text.Json;
using AssumeRole.Endpoint;

namespace AssumeRole.Core.Tests.Endpoint;

/// <summary>Others keyed their caches on the role alone, so that one caller got another's session.</summary>
public sealed class RouteIdentityTests : ServerTest
{
    private const string Role = "\"roleArn\": \"arn:aws:iam::222222222222:role/deploy\"";
    private readonly List<RenewedSession> sessions = [];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var session in sessions) await session.DisposeAsync();
    }

    [Theory]
    [InlineData(""" "externalId": "one" """, """ "externalId": "two" """)]
    [InlineData(""" "tags": { "team": "a" } """, """ "tags": { "team": "b" } """)]
    [InlineData(""" "roleSessionName": "one" """, """ "roleSessionName": "two" """)]
    [InlineData(""" "externalId": "one" """, """ "externalId": "one" """)]
    public async Task Callers_of_one_role_never_share_a_session(string one, string two)
    {
        var entries = CredentialMap.Parse(
            $$"""{ "/one": { {{Role}}, {{one}} }, "/two": { {{Role}}, {{two}} } }""", "map.json", new FakeVariables());
        await StartAsync(null, [.. entries.Select(entry => entry.ToRoute(Renew(entry)))]);

        // Each twice, in turn: a cache that mixed them up would show.
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("ASIA-/one", await KeyAsync(Server.Addresses[0]));
            Assert.Equal("ASIA-/two", await KeyAsync(Server.Addresses[1]));
        }
    }

    private RenewedSession Renew(CredentialMapEntry entry)
    {
        var session = new RenewedSession(
            _ => Task.FromResult(Sample.Session() with { AccessKeyId = $"ASIA-{entry.Key}" }), Time, () => 1, _ => { });
        sessions.Add(session);
        return session;
    }

    private async Task<string?> KeyAsync(CredentialAddress from) =>
        JsonDocument.Parse((await GetAsync(from)).Body).RootElement.GetProperty("AccessKeyId").GetString();
}
