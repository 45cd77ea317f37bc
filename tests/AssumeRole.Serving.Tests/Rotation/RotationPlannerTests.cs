using AssumeRole.Rotation;

namespace AssumeRole.Serving.Tests.Rotation;

public sealed class RotationPlannerTests
{
    private const string Template = "/concourse/{{.Team}}/{{.Account}}";

    [Fact]
    public void A_plan_says_role_path_names_and_session()
    {
        var account = Assert.Single(Plan(Team("t", "lab")).Accounts);

        Assert.Equal(
            ["/concourse/t/lab", "/concourse/t/lab-access-key", "/concourse/t/lab-secret-key", "/concourse/t/lab-session-token"], account.Names);
        Assert.Equal("ConcourseTeam-t", account.SessionName);
        Assert.Equal(["/concourse/t/lab"], Assert.Single(Plan(Team("t", "lab"), SecretLayout.Json).Accounts).Names);
        Assert.Equal(3, Assert.Single(Plan(Team("t", "lab"), SecretLayout.Triple).Accounts).Names.Count);
    }

    [Fact]
    public void More_than_an_hour_is_a_warning()
    {
        var plan = Plan("""{"name": "t", "accounts": [{"name": "a", "roleArn": "arn:aws:iam::222222222222:role/deploy", "duration": 7200}]}""");

        Assert.Equal("DurationOverHour", plan.Warnings[0].Id);
        Wording.Names(plan.Warnings[0].Evidence, "t/a", "7200");
        Assert.Empty(Plan(Team("t", "a")).Warnings);
    }

    [Fact]
    public void Two_accounts_of_one_name_are_refused_also_from_two_documents()
    {
        Assert.Equal("TeamAccountDuplicate", Sample.FindingOf(() => Plan(Team("t", "a", "b", "a"))).Id);
        Assert.Equal("TeamAccountDuplicate", Sample.FindingOf(() => Plan($"[{Team("t", "a")}, {Team("t", "a")}]")).Id);
        Assert.Equal(2, Plan($"[{Team("t", "a")}, {Team("t", "b")}]").Accounts.Count);
    }

    [Theory]
    [InlineData("/concourse/{{.Account}}", "t", "a", "u", "a")]
    [InlineData("/concourse/{{.Team}}-{{.Account}}", "t", "a-b", "t-a", "b")]
    [InlineData(Template, "t", "a", "t", "a-access-key")]
    public void Two_accounts_of_one_path_are_refused(string template, string team, string account, string otherTeam, string otherAccount)
    {
        var finding = Sample.FindingOf(() => Plan($"[{Team(team, account)}, {Team(otherTeam, otherAccount)}]", template: template));

        Assert.Equal("SecretPathCollision", finding.Id);
        Wording.Names(finding.Evidence, $"{team}/{account}", $"{otherTeam}/{otherAccount}");
    }

    [Theory]
    [InlineData(SecretStoreKind.SecretsManager, "with blank", Template)]
    [InlineData(SecretStoreKind.SecretsManager, "ümlaut", Template)]
    [InlineData(SecretStoreKind.SecretsManager, "..", Template)]
    [InlineData(SecretStoreKind.SecretsManager, "a//b", Template)]
    [InlineData(SecretStoreKind.ParameterStore, "a+b", Template)]
    [InlineData(SecretStoreKind.ParameterStore, "a", "/aws/{{.Team}}/{{.Account}}")]
    [InlineData(SecretStoreKind.ParameterStore, "a", "{{.Team}}/{{.Account}}")]
    [InlineData(SecretStoreKind.ParameterStore, "a/b/c/d/e/f/g/h/i/j/k/l/m/n", Template)]
    [InlineData(SecretStoreKind.File, "../../etc/passwd", Template)]
    public void A_name_that_the_store_does_not_take_is_refused(SecretStoreKind store, string account, string template) =>
        Assert.Equal("SecretNameInvalid", Sample.FindingOf(() => Plan(Team("t", account), template: template, store: store)).Id);

    [Theory]
    [InlineData("a/b", "'a/b'", "slash")]
    [InlineData("a!", "'a!'", "tag")]
    public void A_teams_name_must_stay_in_its_place(string team, string name, string fault) =>
        Wording.Names(Sample.FindingOf(() => Plan(Team(team, "a"), template: "/{{.Account}}")).Evidence, name, fault);

    [Fact]
    public void Several_faults_come_in_one_error()
    {
        var finding = Sample.FindingOf(() => Plan(Team("t", "a", "a", "b c")));

        Assert.Equal("TeamConfigurationInvalid", finding.Id);
        Assert.Matches(@"^2 faults: \(1\) TeamAccountDuplicate: .* \(2\) SecretNameInvalid: ", finding.Evidence);
    }

    [Theory]
    [InlineData("main", "ConcourseTeam-main")]
    [InlineData("a b", @"^ConcourseTeam-a-b-[0-9a-f]{8}$")]
    [InlineData("überteam", @"^ConcourseTeam--berteam-[0-9a-f]{8}$")]
    public void Session_names_are_valid_and_tell_teams_apart(string team, string pattern) => Assert.Matches(pattern, TeamSessionName.For(team));

    [Fact]
    public void A_long_teams_session_name_is_cut_to_what_STS_takes()
    {
        var (one, other) = (TeamSessionName.For(new string('x', 80) + "1"), TeamSessionName.For(new string('x', 80) + "2"));

        Assert.Equal((64, 64), (one.Length, other.Length));
        Assert.NotEqual(one, other);
    }

    private static string Team(string name, params string[] accounts) =>
        $$"""{"name": "{{name}}", "accounts": [{{string.Join(", ", accounts.Select(account => $$"""{"name": "{{account}}", "roleArn": "{{Sample.Role}}"}"""))}}]}""";

    private static RotationPlan Plan(
        string json, SecretLayout layout = default, string template = Template, SecretStoreKind store = default)
    {
        var read = TeamConfigurationReader.Read(json, "-Team");
        var request = new RotationRequest { Teams = [], Layout = layout, Store = store };
        return RotationPlanner.Make(read.Teams, read.Problems, request, PathTemplate.Parse(template, "-PathTemplate"));
    }
}
