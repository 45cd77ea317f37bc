using System.Text.Json;
using AssumeRole.Endpoint;
using AssumeRole.Roles;

namespace AssumeRole.Serving.Tests.Endpoint;

/// <summary>Others keyed their caches on the role alone, so that one caller got another's session.</summary>
public sealed class RouteIdentityTests : ServerTest
{
    private const string Role = "\"roleArn\": \"arn:aws:iam::222222222222:role/deploy\"";
    private readonly IssuerBench bench = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await bench.DisposeAsync();
    }

    [Theory]
    [InlineData(""" "externalId": "one" """, """ "externalId": "two" """)]
    [InlineData(""" "tags": { "team": "a" } """, """ "tags": { "team": "b" } """)]
    [InlineData(""" "sourceIdentity": "one" """, """ "sourceIdentity": "two" """)]
    [InlineData(""" "roleSessionName": "one" """, """ "roleSessionName": "two" """)]
    [InlineData(""" "durationSeconds": 900 """, """ "durationSeconds": 1800 """)]
    public async Task Callers_of_one_role_get_the_session_that_their_own_request_was_answered_with(string one, string two)
    {
        bench.Sts.Name = NameOf;
        await using var server = await StartAsync(one, two);

        // Each twice, in turn: a cache that mixed them up would show.
        for (var round = 0; round < 2; round++)
        {
            foreach (var served in server.Roles) await KeyAsync(served);
        }

        var keys = new[] { await KeyAsync(server.Roles[0]), await KeyAsync(server.Roles[1]) };
        Assert.Equal(bench.Sts.Calls.Select(call => NameOf(call.Request!)), keys);
        Assert.NotEqual(keys[0], keys[1]);
    }

    [Fact]
    public async Task Callers_who_ask_for_the_same_have_a_session_each()
    {
        var calls = 0;
        bench.Sts.Name = _ => $"ASIA{Interlocked.Increment(ref calls)}";
        await using var server = await StartAsync(""" "externalId": "one" """, """ "externalId": "one" """);

        for (var round = 0; round < 2; round++)
            Assert.Equal(["ASIA1", "ASIA2"], [await KeyAsync(server.Roles[0]), await KeyAsync(server.Roles[1])]);
    }

    /// <summary>All that a request says, as the key of the session that answers it.</summary>
    private static string NameOf(RoleRequest request) => string.Join(
        '|',
        request.ExternalId,
        string.Join(',', request.Tags.Select(tag => $"{tag.Key}={tag.Value}")),
        request.SourceIdentity,
        request.SessionName,
        request.Duration?.Seconds);

    private async Task<RoleServer> StartAsync(string one, string two)
    {
        bench.Variables.Set("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
        bench.Variables.Set("AWS_SECRET_ACCESS_KEY", "secret");
        bench.Variables.Set("AWS_REGION", "eu-west-1");
        var entries = CredentialMap.Parse(
            $$"""{ "/one": { {{Role}}, {{one}} }, "/two": { {{Role}}, {{two}} } }""", "map.json", bench.Variables);
        return await RoleServer.StartAsync(entries, new CredentialServerOptions(), bench.CreateIssuer, bench.Time);
    }

    private async Task<string?> KeyAsync(ServedRole from)
    {
        var (_, body) = await SendAsync("GET", new Uri(from.Address), ("Authorization", from.Token!.Reveal()));
        return JsonDocument.Parse(body).RootElement.GetProperty("AccessKeyId").GetString();
    }
}
