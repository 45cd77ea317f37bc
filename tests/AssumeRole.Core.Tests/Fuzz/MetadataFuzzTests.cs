using AssumeRole.Findings;
using AssumeRole.Metadata;
using AssumeRole.Testing.Fuzz;
using static AssumeRole.Testing.Fuzz.HostileAnswers;

namespace AssumeRole.Core.Tests.Fuzz;

/// <summary>The metadata client and the reader of the instance's role, with answers that no metadata service would give.</summary>
public sealed class MetadataFuzzTests
{
    private const string Plain = "text/plain";

    private static readonly string[] Seeds =
    [
        Script(Answer(200, Plain, "AQAEAFu-token=="), Answer(200, Plain, "concourse-worker"), Answer(200, "application/json", FakeMetadata.CredentialDocument), Answer(200, Plain, "eu-west-1")),
        Script(Answer(200, Plain, "token"), Answer(200, Plain, "worker\nother\n"), Answer(200, "text/plain; charset=utf-8", """{"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role worker."}""")),
        Script(Answer(200, Plain, "token"), Answer(401, "text/html", "<html>no</html>"), Answer(200, Plain, "token2"), Answer(200, Plain, "worker"), Answer(404, Plain, "")),
        Script(Answer(503, Plain, "busy"), Answer(200, Plain, "token"), Answer(200, Plain, "worker"), Answer(200, Plain, """{"accesskeyid":"ASIA","secretaccesskey":"s","token":"t","expiration":null}""")),
        Script(Answer(403, Plain, ""), Answer(405, Plain, "")),
    ];

    [Fact]
    public async Task Whatever_answers_is_read_or_is_a_finding()
    {
        var report = await new FuzzRun("metadata", Seeds, ReadAsync, IsRefusal).RunAsync();

        Assert.InRange(report.Accepted, report.Settings.Inputs / 100, report.Settings.Inputs);
        Assert.InRange(report.Refused, report.Settings.Inputs / 10, report.Settings.Inputs);
    }

    private static async Task<bool> ReadAsync(string script)
    {
        using var http = CreateHttp(script);
        var diagnosis = await new MetadataProbe(http, Options, TimeProvider.System).ProbeAsync(detailed: true, default);
        Assert.True(diagnosis.Token is not null || IsTold(diagnosis.Finding!));

        using var again = CreateHttp(script);
        var client = new InstanceMetadataClient(again, Options, TimeProvider.System);
        var reader = new InstanceRoleReader(client);
        var credentials = await reader.ReadCredentialsAsync(await reader.ReadNameAsync(default), default);
        Assert.NotNull(credentials.Keys);
        await client.GetAsync("latest/meta-data/placement/region", default);
        return true;
    }

    private static MetadataOptions Options { get; } = MetadataOptions.Read(new FakeVariables());

    private static HttpClient CreateHttp(string script) =>
        new(new HostileAnswers(script)) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = 1 << 20 };

    private static bool IsRefusal(Exception error) => error is AssumeRoleException { Finding: { } finding } && IsTold(finding);

    /// <summary>A finding of the right family, which says what was seen and shows no control character of who answered.</summary>
    private static bool IsTold(Finding finding) => finding is { Evidence.Length: > 0, Remedy.Length: > 0 }
        && !finding.ToString().Any(char.IsControl)
        && (finding.Id.StartsWith("Metadata", StringComparison.Ordinal) || finding.Id.StartsWith("Instance", StringComparison.Ordinal));
}
