using AssumeRole.Rotation;
using AssumeRole.Sts;

namespace AssumeRole.Serving.Tests.Rotation;

public sealed class TeamRotationTests : IAsyncDisposable
{
    private const string Team = """{"name": "t", "accounts": [{"name": "lab", "roleArn": "arn:aws:iam::222222222222:role/deploy"}]}""";
    private readonly IssuerBench bench = new();
    private readonly FakeStores stores = new();

    public TeamRotationTests()
    {
        bench.Variables.Set("AWS_ACCESS_KEY_ID", "AKIAWRITER");
        bench.Variables.Set("AWS_SECRET_ACCESS_KEY", "secret-of-writer");
        bench.Variables.Set("AWS_REGION", "eu-west-1");
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task The_same_identity_assumes_and_writes_in_the_region_of_STS()
    {
        await RunAsync(Request(Team));

        Assert.Equal(["SecretsManager AKIAWRITER eu-west-1"], stores.Opened);
        Assert.Equal("AKIAWRITER", Assert.Single(bench.Sts.Calls).Keys!.AccessKeyId);
    }

    [Theory]
    [InlineData("AWS_ENDPOINT_URL_SECRETS_MANAGER", SecretStoreKind.SecretsManager)]
    [InlineData("AWS_ENDPOINT_URL_SSM", SecretStoreKind.ParameterStore)]
    [InlineData("AWS_ENDPOINT_URL", SecretStoreKind.ParameterStore)]
    public async Task Each_store_has_its_endpoint_variable(string variable, SecretStoreKind store)
    {
        bench.Variables.Set(variable, "http://127.0.0.1:1/path");

        await RunAsync(Request(Team) with { Store = store });

        Assert.Equal([$"{store} AKIAWRITER http://127.0.0.1:1"], stores.Opened);
    }

    [Fact]
    public async Task A_pointer_is_followed_into_S3()
    {
        stores.Objects[new S3Location("teams", "t.json")] = Team;

        var results = await RunAsync(Request("""{"bucket": "teams", "key": "t.json"}"""));

        Assert.Equal(RotationStatus.Rotated, Assert.Single(results).Status);
        Assert.Equal("S3 AKIAWRITER eu-west-1", stores.Opened[0]);
    }

    [Fact]
    public async Task What_is_not_in_S3_or_points_on_is_an_error_before_any_call()
    {
        var missing = await Sample.FindingOfAsync(() => RunAsync(Request("""{"bucket": "teams", "key": "t.json"}""")));
        Assert.Equal(("TeamConfigurationUnreadable", "s3://teams/t.json"), (missing.Id, missing.Target));
        Wording.Names(missing.Remedy, "aws s3 cp team.json s3://teams/t.json");

        stores.Objects[new S3Location("teams", "t.json")] = """{"bucket": "teams", "key": "t.json"}""";
        Assert.Contains("points on to s3://teams/t.json", (await Sample.FindingOfAsync(() => RunAsync(Request("""{"bucket": "teams", "key": "t.json"}""")))).Evidence, StringComparison.Ordinal);
        Assert.Empty(bench.Sts.Calls);
    }

    [Fact]
    public async Task A_file_is_read_and_its_absence_named()
    {
        var path = bench.Write("team.json", Team);

        Assert.Single(await RunAsync(Request(path)));
        Assert.Equal("TeamConfigurationUnreadable", (await Sample.FindingOfAsync(() => RunAsync(Request(path + "x")))).Id);
    }

    [Fact]
    public async Task One_bad_account_of_any_team_stops_everything_before_the_first_call()
    {
        var finding = await Sample.FindingOfAsync(() => RunAsync(Request(Team, """{"name": "u", "accounts": [{"name": "x", "roleArn": "nonsense"}]}""")));

        Assert.Equal("ArnMalformed", finding.Id);
        Assert.Empty(bench.Sts.Calls);
        Assert.Empty(stores.Opened);
    }

    [Fact]
    public async Task Several_teams_are_rotated_side_by_side_and_one_failure_stops_no_other()
    {
        bench.Sts.Decide = request => request.Role.Name == "r3" ? new StsFault("AccessDenied", "No.", 403, "id-3") : null;
        var teams = Enumerable.Range(0, 5).Select(number =>
            $$"""{"name": "t{{number}}", "accounts": [{"name": "a", "roleArn": "arn:aws:iam::222222222222:role/r{{number}}"}]}""").ToArray();

        var results = await RunAsync(Request(teams) with { ThrottleLimit = 2 });

        Assert.Equal(["t3"], results.Where(result => result.Status == RotationStatus.Failed).Select(result => result.Team));
        Assert.Equal(4, results.Count(result => result.Status == RotationStatus.Rotated));
        Assert.Equal(16, stores.Secrets.Items.Count);
    }

    [Fact]
    public async Task A_throttled_STS_is_asked_again_and_again()
    {
        for (var refusal = 0; refusal < 12; refusal++) bench.Sts.Fail(new StsFault("Throttling", "Rate exceeded", 400, ""));

        var results = await RunAsync(Request(Team), new ImpatientTimeProvider());

        Assert.Equal(RotationStatus.Rotated, Assert.Single(results).Status);
        Assert.Equal(13, bench.Sts.Calls.Count);
    }

    [Fact]
    public async Task Who_stops_reading_leaves_nothing_behind_that_writes()
    {
        var accounts = string.Join(",", Enumerable.Range(0, 50).Select(number => $$"""{"name": "a{{number}}", "roleArn": "arn:aws:iam::222222222222:role/r"}"""));
        using var issuer = bench.CreateIssuer();
        var rotation = new TeamRotation(stores, issuer, bench.Trace.Enqueue, TimeProvider.System);
        var plan = await rotation.PlanAsync(Request($$"""{"name": "t", "accounts": [{{accounts}}]}""") with { ThrottleLimit = 1 }, default);

        await foreach (var _ in rotation.RunAsync(plan, default)) break;

        var written = stores.Secrets.Calls.Count;
        await Task.Yield();
        Assert.Equal(written, stores.Secrets.Calls.Count);
    }

    [Fact]
    public async Task Cancelling_ends_the_run_as_cancelled()
    {
        using var giveUp = new CancellationTokenSource();
        stores.Secrets.Fails = _ =>
        {
            giveUp.Cancel();
            return new OperationCanceledException(giveUp.Token);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(Request(Team), token: giveUp.Token));
    }

    [Fact]
    public async Task Accounts_that_were_done_when_it_was_cancelled_still_have_their_results()
    {
        using var giveUp = new CancellationTokenSource();
        using var issuer = bench.CreateIssuer();
        var rotation = new TeamRotation(stores, issuer, bench.Trace.Enqueue, TimeProvider.System);
        var plan = await rotation.PlanAsync(Request(Team, Team.Replace("lab", "live", StringComparison.Ordinal)) with { ThrottleLimit = 1 }, default);
        stores.Secrets.Fails = call =>
        {
            if (call.StartsWith("create", StringComparison.Ordinal)) giveUp.Cancel();
            return null;
        };
        List<RotationResult> results = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in rotation.RunAsync(plan, giveUp.Token)) results.Add(result);
        });

        Assert.Equal(RotationStatus.Rotated, Assert.Single(results).Status);
        Assert.Equal(4, stores.Secrets.Items.Count);
    }

    [Fact]
    public async Task No_team_at_all_is_an_error() =>
        Assert.Equal("TeamConfigurationInvalid", (await Sample.FindingOfAsync(() => RunAsync(Request()))).Id);

    [Fact]
    public async Task Nothing_secret_is_traced()
    {
        await RunAsync(Request(Team));

        Assert.NotEmpty(bench.Trace);
        Assert.All(bench.Trace, line => Assert.DoesNotContain("secret-of", line, StringComparison.Ordinal));
        Assert.All(bench.Trace, line => Assert.DoesNotContain("token-of", line, StringComparison.Ordinal));
    }

    private static RotationRequest Request(params string[] teams) => new() { Teams = [.. teams.Select(TeamSource.Parse)] };

    private async Task<List<RotationResult>> RunAsync(RotationRequest request, TimeProvider? time = null, CancellationToken token = default)
    {
        using var issuer = time is null
            ? bench.CreateIssuer()
            : new AssumeRole.Chains.SessionIssuer(bench, bench.Environment, bench.Cache, bench.Prompt, bench.Trace.Enqueue, time);
        var rotation = new TeamRotation(stores, issuer, bench.Trace.Enqueue, time ?? TimeProvider.System);
        List<RotationResult> results = [];
        await foreach (var result in rotation.RunAsync(await rotation.PlanAsync(request, token), token)) results.Add(result);
        return results;
    }
}
