using AssumeRole.Rotation;

namespace AssumeRole.Serving.Tests.Rotation;

public sealed class TeamConfigurationReaderTests
{
    private const string Role = "arn:aws:iam::123456789999:role/machine-user-example";

    /// <summary>The README of concourse-sts-lambda, with the braces that it lost.</summary>
    private const string Documented =
        """
        {
          "name": "example-team",
          "accounts": [{
            "name": "divx-lab",
            "roleArn": "arn:aws:iam::123456789999:role/machine-user-example",
            "duration": 7200
          }]
        }
        """;

    [Fact]
    public void The_documented_example_is_a_team()
    {
        var read = TeamConfigurationReader.Read(Documented, "-Team");

        Assert.Empty(read.Problems);
        var team = Assert.Single(read.Teams);
        var account = Assert.Single(team.Accounts);
        Assert.Equal(("example-team", "divx-lab", Role, 7200), (team.Name, account.Name, account.Role.ToString(), account.Duration.Seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData(", \"duration\": 0")]
    public void No_duration_is_an_hour(string duration)
    {
        var read = TeamConfigurationReader.Read(Team($"{{\"name\": \"a\", \"roleArn\": \"{Role}\"{duration}}}"), "-Team");

        Assert.Equal(3600, read.Teams[0].Accounts[0].Duration.Seconds);
    }

    [Fact]
    public void An_array_holds_several_teams_and_pointers()
    {
        var read = TeamConfigurationReader.Read($$"""[{{Documented}}, {"bucket": "teams", "key": "other.json"}]""", "-Team");

        Assert.Empty(read.Problems);
        Assert.Single(read.Teams);
        Assert.Equal(new S3Location("teams", "other.json"), Assert.Single(read.Locations));
    }

    [Theory]
    [InlineData("null", "$ of -Team", "object")]
    [InlineData("[]", "$ of -Team", "no team")]
    [InlineData("[1]", "$[0] of -Team", "object")]
    [InlineData("{\"name\": \"t\"}", "$.accounts of -Team", "array")]
    [InlineData("{\"name\": \"t\", \"accounts\": []}", "$.accounts of -Team", "no account")]
    [InlineData("{\"name\": \"t\", \"accounts\": [null]}", "$.accounts[0] of -Team", "object")]
    [InlineData("{\"accounts\": [{\"name\": \"a\", \"roleArn\": \"" + Role + "\"}]}", "$.name of -Team", "text")]
    [InlineData("{\"bucket\": \"b\"}", "$.key of -Team", "text")]
    [InlineData("{\"bucket\": \"b\", \"key\": \"k\", \"version\": 1}", "$.version of -Team", "bucket, key")]
    [InlineData("{", "-Team", "line 1, byte 2")]
    public void What_is_no_team_is_named_with_its_place(string json, string place, string evidence)
    {
        var problem = Assert.Single(TeamConfigurationReader.Read(json, "-Team").Problems);

        Assert.Equal("TeamConfigurationInvalid", problem.Id);
        Wording.Names(problem.Evidence, place, evidence);
    }

    [Theory]
    [InlineData("{\"name\": \"a\"}", "TeamConfigurationInvalid", "$.accounts[0].roleArn of -Team", "text")]
    [InlineData("{\"name\": \" a\", \"roleArn\": \"" + Role + "\"}", "TeamConfigurationInvalid", "$.accounts[0].name of -Team", "blanks")]
    [InlineData("{\"name\": \"a\", \"roleArn\": \"" + Role + "\", \"duraton\": 900}", "TeamConfigurationInvalid", "$.accounts[0].duraton of -Team", "name, roleArn, duration")]
    [InlineData("{\"name\": \"a\", \"roleArn\": \"" + Role + "\", \"duration\": 899}", "DurationInvalid", "$.accounts[0].duration of -Team", "899")]
    [InlineData("{\"name\": \"a\", \"roleArn\": \"" + Role + "\", \"duration\": 43201}", "DurationInvalid", "$.accounts[0].duration of -Team", "43201")]
    [InlineData("{\"name\": \"a\", \"roleArn\": \"" + Role + "\", \"duration\": -1}", "DurationInvalid", "$.accounts[0].duration of -Team", "-1")]
    [InlineData("{\"name\": \"a\", \"roleArn\": \"" + Role + "\", \"duration\": 900.5}", "DurationInvalid", "$.accounts[0].duration of -Team", "900.5")]
    [InlineData("{\"name\": \"a\", \"roleArn\": \"" + Role + "\", \"duration\": \"900\"}", "DurationInvalid", "$.accounts[0].duration of -Team", "\"900\"")]
    [InlineData("{\"name\": \"a\", \"roleArn\": \"" + Role + "\", \"duration\": 1e30}", "DurationInvalid", "$.accounts[0].duration of -Team", "1e30")]
    public void What_is_wrong_with_an_account_is_named(string account, string id, string place, string evidence)
    {
        var problem = Assert.Single(TeamConfigurationReader.Read(Team(account), "-Team").Problems);

        Assert.Equal(id, problem.Id);
        Wording.Names(problem.Evidence, place, evidence);
    }

    [Fact]
    public void A_bad_ARN_is_diagnosed_as_everywhere_with_its_place()
    {
        var problem = Assert.Single(TeamConfigurationReader.Read(
            Team("{\"name\": \"a\", \"roleArn\": \"arn:aws::iam::123456789999:role/x\"}"), "-Team").Problems);

        Assert.Equal("ArnMalformed", problem.Id);
        Wording.Names(problem.Remedy, "arn:aws:iam::123456789999:role/x");
        Wording.Names(problem.Evidence, "$.accounts[0].roleArn of -Team");
    }

    [Fact]
    public void The_documents_own_lost_braces_are_recognised()
    {
        var problem = Assert.Single(TeamConfigurationReader.Read(Documented.Trim().TrimStart('{').TrimEnd('}', '\n', ']', ' '), "-Team").Problems);

        Assert.Equal("TeamConfigurationInvalid", problem.Id);
        Wording.Names(problem.Evidence, "-Team", "braces");
    }

    [Fact]
    public void EventBridges_own_event_is_recognised()
    {
        var problem = Assert.Single(TeamConfigurationReader.Read("""{"version": "0", "detail-type": "Scheduled Event", "detail": {}}""", "the event").Problems);

        Assert.Equal("TeamConfigurationInvalid", problem.Id);
        Wording.Names(problem.Remedy, "constant input");
    }

    [Fact]
    public void All_faults_are_named_at_once() =>
        Assert.Equal(4, TeamConfigurationReader.Read(Team("{\"name\": 1, \"roleArn\": \"x\", \"duration\": 1, \"more\": 2}"), "-Team").Problems.Count);

    private static string Team(string account) => $$"""{"name": "t", "accounts": [{{account}}]}""";
}
