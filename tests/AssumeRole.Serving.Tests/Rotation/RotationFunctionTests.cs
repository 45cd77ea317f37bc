using AssumeRole.Lambda;
using AssumeRole.Rotation;
using AssumeRole.Sts;

namespace AssumeRole.Serving.Tests.Rotation;

public sealed class RotationFunctionTests : IAsyncDisposable
{
    private const string Team = """{"name": "t", "accounts": [{"name": "a", "roleArn": "arn:aws:iam::222222222222:role/a"}, {"name": "b", "roleArn": "arn:aws:iam::222222222222:role/b", "duration": 7200}]}""";
    private readonly IssuerBench bench = new();
    private readonly FakeStores stores = new();
    private readonly List<string> log = [];

    public RotationFunctionTests()
    {
        bench.Variables.Set("AWS_ACCESS_KEY_ID", "AKIAWRITER");
        bench.Variables.Set("AWS_SECRET_ACCESS_KEY", "secret-of-writer");
        bench.Variables.Set("AWS_REGION", "eu-west-1");
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task An_event_is_a_team_and_the_answer_counts()
    {
        Assert.Equal("""{"total":2,"rotated":2,"kept":0,"failed":0}""", await HandleAsync(Team));
        Assert.Equal(8, stores.Secrets.Items.Count);
        Assert.Equal(3, log.Count);
        Assert.StartsWith("DurationOverHour: ", log[0], StringComparison.Ordinal);
        Assert.Contains(log, line => line.StartsWith("""{"team":"t","account":"a","roleArn":"arn:aws:iam::222222222222:role/a","path":"/concourse/t/a","status":"Rotated",""", StringComparison.Ordinal));
        Assert.All(log, line => Assert.DoesNotContain("-of-", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_account_fails_the_invocation_after_the_others_are_written()
    {
        bench.Sts.Decide = request => request.Role.Name == "a" ? new StsFault("AccessDenied", "No.", 403, "id-3") : null;

        var finding = await Sample.FindingOfAsync(() => HandleAsync(Team));

        Assert.Equal(("RotationIncomplete", "1 of 2: t/a (AssumeDenied)."), (finding.Id, finding.Evidence));
        Assert.True(stores.Secrets.Items.ContainsKey("/concourse/t/b"));
        Assert.Contains(log, line => line.Contains("\"findingId\":\"AssumeDenied\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Variables_are_the_functions_options()
    {
        foreach (var (name, value) in new[] { ("ASSUMEROLE_STORE", "parameterstore"), ("ASSUMEROLE_LAYOUT", "Json"), ("SECRETS_MANAGER_PATH", "/x/{{.Account}}") })
            bench.Variables.Set(name, value);

        await HandleAsync(Team);

        Assert.Equal(["ParameterStore AKIAWRITER eu-west-1"], stores.Opened);
        Assert.Equal(["/x/a", "/x/b"], stores.Secrets.Items.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ASSUMEROLE_STORE", "1")]
    [InlineData("ASSUMEROLE_LAYOUT", "both ways")]
    [InlineData("ASSUMEROLE_MINIMUM_REMAINING", "-1")]
    [InlineData("ASSUMEROLE_THROTTLE_LIMIT", "many")]
    public async Task An_impossible_variable_is_named(string name, string value)
    {
        bench.Variables.Set(name, value);

        Assert.Equal(("VariableInvalid", name), ((await Sample.FindingOfAsync(() => HandleAsync(Team))).Id, (await Sample.FindingOfAsync(() => HandleAsync(Team))).Target));
    }

    [Theory]
    [InlineData("ASSUMEROLE_STORE", "Vault", "VariableInvalid")]
    [InlineData("SECRETS_MANAGER_PATH", "/concourse/{{.Pipeline}}", "PathTemplateInvalid")]
    [InlineData("ASSUMEROLE_LAYOUT", "Json", null)]
    public void Variables_that_no_event_could_be_handled_with_are_found_before_the_first(string name, string value, string? id)
    {
        bench.Variables.Set(name, value);

        Assert.Equal(id, new RotationFunction(stores, bench.CreateIssuer, bench.Variables, log.Add, TimeProvider.System).FindFault()?.Id);
    }

    [Theory]
    [InlineData("\"/etc/passwd\"")]
    [InlineData("/etc/passwd")]
    public async Task An_event_is_never_the_path_of_a_file(string text) =>
        Assert.Equal("TeamConfigurationInvalid", (await Sample.FindingOfAsync(() => HandleAsync(text))).Id);

    [Fact]
    public async Task When_the_time_is_over_the_rest_is_reported()
    {
        using var deadline = new CancellationTokenSource();
        stores.Secrets.Fails = call =>
        {
            if (call != "find /concourse/t/b") return null;
            deadline.Cancel();
            return new OperationCanceledException(deadline.Token);
        };
        bench.Variables.Set("ASSUMEROLE_THROTTLE_LIMIT", "1");

        var finding = await Sample.FindingOfAsync(() => HandleAsync(Team, deadline.Token));

        Assert.Equal("RotationIncomplete", finding.Id);
        Assert.Contains("t/b (RotationTimedOut)", finding.Evidence, StringComparison.Ordinal);
    }

    private Task<string> HandleAsync(string text, CancellationToken cancellationToken = default)
    {
        var function = new RotationFunction(stores, bench.CreateIssuer, bench.Variables, log.Add, TimeProvider.System);
        return function.HandleAsync(new LambdaInvocation("id-1", text, DateTimeOffset.MaxValue), cancellationToken);
    }
}
