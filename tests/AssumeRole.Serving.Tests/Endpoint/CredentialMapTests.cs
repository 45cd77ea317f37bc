using System.Text;
using AssumeRole.Credentials;
using AssumeRole.Endpoint;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Serving.Tests.Endpoint;

public sealed class CredentialMapTests
{
    private const string Role = """ "roleArn": "arn:aws:iam::222222222222:role/deploy" """;
    private readonly FakeVariables variables = new();

    [Fact]
    public void Every_field_of_a_request_can_be_said()
    {
        var entry = Assert.Single(Parse("""
            {
              // who deploys
              "/team-a": {
                "roleArn": "arn:aws:iam::222222222222:role/path/deploy",
                "via": ["arn:aws:iam::111111111111:role/hub"],
                "durationSeconds": 900,
                "roleSessionName": "team-a",
                "externalId": "external",
                "policy": { "Version": "2012-10-17", "Statement": [] },
                "policyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
                "tags": { "team": "a", "stage": "test" },
                "transitiveTagKeys": ["team"],
                "sourceIdentity": "alice",
                "profileName": "base",
                "region": "eu-west-1",
              },
            }
            """));
        var (first, last) = (entry.Request.Chain.Hops[0], entry.Request.Chain.Target);

        Assert.Equal(("/team-a", "/team-a", null, "deploy"), (entry.Key, entry.Path, entry.Listener, entry.RoleName));
        Assert.Equal(("arn:aws:iam::111111111111:role/hub", "alice", "team-a"), (first.Role.ToString(), first.SourceIdentity, first.SessionName));
        Assert.Equal([new SessionTag("team", "a")], first.Tags);
        Assert.Equal((new SessionDuration(900), "external", "team-a"), (last.Duration, last.ExternalId, last.SessionName));
        Assert.Equal("""{"Version":"2012-10-17","Statement":[]}""", last.Policy);
        Assert.Equal(["arn:aws:iam::aws:policy/ReadOnlyAccess"], last.PolicyArns);
        Assert.Equal([new SessionTag("stage", "test")], last.Tags);
        var selection = entry.Request.Selection;
        Assert.Equal((CredentialSource.Profile, "base", "eu-west-1"), (selection.Source, selection.ProfileName, entry.Request.Region));
        Assert.False(entry.Request.UseCache);
    }

    [Fact]
    public void A_policy_may_be_a_text_and_a_token_comes_from_its_file()
    {
        var entry = Assert.Single(Parse($$"""
            { "/a": { {{Role}}, "policy": "{\"Version\":\"2012-10-17\"}", "webIdentityTokenFile": "/run/token", "source": "WebIdentity" } }
            """));

        Assert.Equal("""{"Version":"2012-10-17"}""", entry.Request.Chain.Target.Policy);
        Assert.Equal(new WebIdentity(null, "/run/token"), entry.Request.Chain.Hops[0].WebIdentity);
    }

    [Fact]
    public void Names_are_paths_or_ports()
    {
        var entries = Parse($$"""
            { "/a/b-c_d.e~f": { {{Role}} }, ":9101": { {{Role}} }, "127.0.0.1:9102": { {{Role}} }, "127.0.0.2:9102": { {{Role}} }, "[::1]:9102": { {{Role}} } }
            """);

        Assert.Equal(
            [null, (null, 9101), ("127.0.0.1", 9102), ("127.0.0.2", 9102), ("::1", 9102)],
            entries.Select(entry => entry.Listener is { } at ? (at.Address?.ToString(), at.Port) : ((string?, int)?)null));
        Assert.Equal(entries.Select(entry => entry.Key), entries.Select(entry => entry.Path ?? entry.Listener!.ToString()));
        Assert.Equal(
            [CredentialDialect.Container, CredentialDialect.InstanceMetadata],
            entries.Select(entry => entry.ToRoute(new FakeSession()).Dialect).Distinct());
    }

    [Fact]
    public void A_route_names_the_region_of_its_entry_or_else_the_servers()
    {
        var entries = Parse($$"""{ ":1": { {{Role}}, "region": "eu-west-1" }, ":2": { {{Role}} } }""");

        Assert.Equal("eu-west-1", entries[0].ToRoute(new FakeSession(), "us-east-1").Region);
        Assert.Equal("us-east-1", entries[1].ToRoute(new FakeSession(), "us-east-1").Region);
        Assert.Null(entries[1].ToRoute(new FakeSession()).Region);
    }

    [Fact]
    public void Variables_of_a_task_fill_in_what_an_entry_leaves_out_but_never_its_role()
    {
        variables.Set(RoleChain.RoleArnVariable, "arn:aws:iam::222222222222:role/another");
        variables.Set(RoleChain.SessionNameVariable, "task");

        Assert.Equal("task", Assert.Single(Parse($$"""{ "/a": { {{Role}} } }""")).Request.Chain.Target.SessionName);
        AssertInvalid("""{ "/a": {} }""", "$[\"/a\"]: *roleArn*");
    }

    [Theory]
    [InlineData("", "*JSON*")]
    [InlineData("{", "*JSON*")]
    [InlineData("[]", "$: *object*")]
    [InlineData("null", "$: *object*")]
    [InlineData("{}", "$: *no role*")]
    [InlineData("""{ "/a": 1 }""", "$[\"/a\"]: *object…")]
    [InlineData("""{ "/a": { ROLE, "roleARN": "x" } }""", "$[\"/a\"].roleARN: …roleArn, …")]
    [InlineData("""{ "/a": { ROLE, "a b": 1 } }""", "$[\"/a\"][\"a b\"]: *no such property…")]
    [InlineData("""{ "/a": { ROLE, ROLE } }""", "$[\"/a\"].roleArn: *twice*")]
    [InlineData("""{ "/a": { ROLE }, "/a": { ROLE } }""", "$[\"/a\"]: *twice*")]
    [InlineData("""{ ":9101": { ROLE }, ":9101": { ROLE } }""", "*twice…")]
    [InlineData("""{ ":9101": { ROLE }, "127.0.0.1:9101": { ROLE } }""", "$[\"127.0.0.1:9101\"]: *port*twice*")]
    [InlineData("""{ "[::1]:9101": { ROLE }, "0.0.0.0:9101": { ROLE } }""", "$[\"0.0.0.0:9101\"]: *port*twice*")]
    [InlineData("""{ "/a": { "roleArn": 1 } }""", "$[\"/a\"].roleArn: *text…")]
    [InlineData("""{ "/a": { "roleArn": null } }""", "$[\"/a\"].roleArn: *text…")]
    [InlineData("""{ "/a": { "roleArn": "" } }""", "$[\"/a\"]: *")]
    [InlineData("""{ "/a": { "roleArn": "arn:aws:iam::2:role/x" } }""", "$[\"/a\"]: *")]
    [InlineData("""{ "/a": { ROLE, "durationSeconds": "3600" } }""", "$[\"/a\"].durationSeconds: *whole number*")]
    [InlineData("""{ "/a": { ROLE, "durationSeconds": 60.5 } }""", "$[\"/a\"].durationSeconds: *whole number*")]
    [InlineData("""{ "/a": { ROLE, "durationSeconds": 60 } }""", "$[\"/a\"]: *60*")]
    [InlineData("""{ "/a": { ROLE, "via": "x" } }""", "$[\"/a\"].via: *list*")]
    [InlineData("""{ "/a": { ROLE, "via": [1] } }""", "$[\"/a\"].via[0]: *text*")]
    [InlineData("""{ "/a": { ROLE, "tags": ["a"] } }""", "$[\"/a\"].tags: *object*")]
    [InlineData("""{ "/a": { ROLE, "tags": { "a": 1 } } }""", "$[\"/a\"].tags.a: *text*")]
    [InlineData("""{ "/a": { ROLE, "tags": { "a": "1", "A": "2" } } }""", "$[\"/a\"]: *twice*")]
    [InlineData("""{ "/a": { ROLE, "policy": [] } }""", "$[\"/a\"].policy: *text*")]
    [InlineData("""{ "/a": { ROLE, "externalId": "" } }""", "$[\"/a\"]: *")]
    [InlineData("""{ "/a": { ROLE, "source": "Nowhere" } }""", "$[\"/a\"]: *Nowhere*")]
    [InlineData("""{ "/a": { ROLE, "source": "Instance", "profileName": "p" } }""", "$[\"/a\"]: *")]
    [InlineData("""{ "/a": { ROLE, "region": "Ireland" } }""", "$[\"/a\"]: *Ireland*")]
    [InlineData("""{ "/a": { ROLE, "x": "\ud800" } }""", "$[\"/a\"].x: …")]
    [InlineData("""{ "/a": { ROLE, "externalId": "\ud800" } }""", "*Unicode*")]
    public void What_is_wrong_is_named_with_its_place(string json, string evidence) => AssertInvalid(json.Replace("ROLE", Role, StringComparison.Ordinal), evidence);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("team-a")]
    [InlineData("/a/")]
    [InlineData("//a")]
    [InlineData("/a/../b")]
    [InlineData("/.")]
    [InlineData("/a%20b")]
    [InlineData("/a b")]
    [InlineData("/a?b")]
    [InlineData("/a\\n")]
    [InlineData("/healthz")]
    [InlineData(":")]
    [InlineData(":0")]
    [InlineData(":65536")]
    [InlineData(":-1")]
    [InlineData(": 80")]
    [InlineData("9101")]
    [InlineData("localhost:9101")]
    [InlineData("10:9101")]
    [InlineData("127.0.0.010:9101")]
    [InlineData("::1:9101")]
    [InlineData("[127.0.0.1]:9101")]
    [InlineData("[::1]9101")]
    public void A_name_that_is_no_path_and_no_port_is_refused(string name) => AssertInvalid($$"""{ "{{name}}": { {{Role}} } }""", "$[*]: th*");

    [Fact]
    public void Of_many_problems_the_first_few_are_named() => AssertInvalid(
        $$"""{ {{string.Join(", ", Enumerable.Range(0, 9).Select(index => $"\"{index}\": {{}}"))}} }""", "…13*");

    [Theory]
    [InlineData(""" "tokenCode": "123456", "serialNumber": "arn:aws:iam::1:mfa/x" """, "tokenCode")]
    [InlineData(""" "webIdentityToken": "eyJhbGciOi" """, "webIdentityToken")]
    public void What_works_once_only_is_refused_by_name_and_not_shown(string member, string name)
    {
        var finding = FindingOf($$"""{ "/a": { {{Role}}, {{member}} } }""");

        Assert.Equal((nameof(FindingCatalogue.RenewalImpossible), "map.json"), (finding.Id, finding.Target));
        Assert.StartsWith($"$[\"/a\"].{name}: ", finding.Evidence, StringComparison.Ordinal);
        Assert.DoesNotContain("123456", finding.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJhbGciOi", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_is_read_from_a_file()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("map.json", $$"""{ "/a": { {{Role}} } }""");

        Assert.Single(await CredentialMap.ReadAsync(path, variables, TestContext.Current.CancellationToken));
        var missing = await Sample.FindingOfAsync(() => CredentialMap.ReadAsync(path + "x", variables, TestContext.Current.CancellationToken));
        Assert.Equal((nameof(FindingCatalogue.MapInvalid), path + "x"), (missing.Id, missing.Target));
    }

    [Fact]
    public void Whatever_the_text_there_is_a_map_or_a_finding()
    {
        var whole = Encoding.UTF8.GetBytes($$"""
            { "/a": { {{Role}}, "via": ["arn:aws:iam::111111111111:role/x"], "tags": { "a\ud83d\ude00": "b" }, "policy": { "a": [1, 2.5e3, null] } }, ":91": { {{Role}} } }
            """);
        var random = new Random(20260304);
        for (var run = 0; run < 20_000; run++)
        {
            var text = Mutate([.. whole], random);
            try
            {
                Assert.NotEmpty(CredentialMap.Parse(text, "map.json", variables));
            }
            catch (AssumeRoleException error)
            {
                Assert.Contains(error.Finding.Id, new[] { nameof(FindingCatalogue.MapInvalid), nameof(FindingCatalogue.RenewalImpossible) });
                Assert.InRange(error.Finding.Evidence.Length, 1, 10_000);
            }
        }
    }

    /// <summary>Changes, drops, doubles or swaps a few bytes.</summary>
    private static string Mutate(List<byte> bytes, Random random)
    {
        const string marks = "{}[]\",:\\/u0 1eE.-nultrfs";
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] = (byte)marks[random.Next(marks.Length)]; break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(40), bytes.Count - at))); break;
                default: bytes.RemoveRange(at, Math.Min(random.Next(40), bytes.Count - at - 1)); break;
            }
        }

        return random.Next(20) == 0 ? Encoding.Latin1.GetString([.. bytes]) + '\ud800' : Encoding.UTF8.GetString([.. bytes]);
    }

    private IReadOnlyList<CredentialMapEntry> Parse(string json) => CredentialMap.Parse(json, "map.json", variables);

    private Finding FindingOf(string json) => Sample.FindingOf(() => Parse(json));

    /// <param name="evidence">A * stands for words of one problem, and … for problems that may follow.</param>
    private void AssertInvalid(string json, string evidence)
    {
        var finding = FindingOf(json);
        Assert.Equal((nameof(FindingCatalogue.MapInvalid), "map.json"), (finding.Id, finding.Target));
        var pattern = System.Text.RegularExpressions.Regex.Escape(evidence).Replace(@"\*", "[^;]*", StringComparison.Ordinal).Replace("…", ".*", StringComparison.Ordinal);
        Assert.Matches($"^{pattern}$", finding.Evidence);
    }
}
