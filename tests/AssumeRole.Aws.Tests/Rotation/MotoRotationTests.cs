using System.Text.Json;
using AssumeRole.Rotation;
using AssumeRole.Testing;

namespace AssumeRole.Aws.Tests.Rotation;

/// <summary>The same rotations against servers that we did not write, read back by a client that we did not write.</summary>
public sealed class MotoRotationTests(MotoServer moto) : IClassFixture<MotoServer>
{
    [Fact]
    public async Task A_team_from_S3_ends_in_Secrets_Manager_and_boto3_reads_it()
    {
        await using var bench = await StartAsync(stsToo: true);
        await moto.PythonAsync(
            """
            c('s3').create_bucket(Bucket='teams', CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
            c('s3').put_object(Bucket='teams', Key='ci/from-s3.json', Body=json.dumps({'name': 'from-s3', 'accounts': [
              {'name': 'divx-lab', 'roleArn': 'arn:aws:iam::123456789999:role/machine-user-example', 'duration': 7200}]}))
            """);

        var request = RotationBench.Request("""{"bucket": "teams", "key": "ci/from-s3.json"}""");
        var result = Assert.Single(await bench.RotateAsync(request));

        Assert.Equal((RotationStatus.Rotated, ""), (result.Status, result.Evidence));
        var read = await ReadAsync(
            """
            s = c('secretsmanager')
            get = lambda name: s.get_secret_value(SecretId=name)['SecretString']
            path = '/concourse/from-s3/divx-lab'
            about = s.describe_secret(SecretId=path)
            print(json.dumps({'json': json.loads(get(path)), 'triple': [get(path + '-' + part) for part in ('access-key', 'secret-key', 'session-token')],
              'tags': {tag['Key']: tag['Value'] for tag in about['Tags']}, 'description': about['Description']}))
            """);
        var json = read.GetProperty("json");
        Assert.Equal("arn:aws:iam::123456789999:role/machine-user-example", json.GetProperty("role-arn").GetString());
        Assert.Equal(
            new[] { "access-key", "secret-key", "session-token" }.Select(part => json.GetProperty(part).GetString()),
            read.GetProperty("triple").EnumerateArray().Select(part => part.GetString()));
        Assert.Equal("from-s3", read.GetProperty("tags").GetProperty("assumerole:owner").GetString());
        Assert.EndsWith($"Expires: {json.GetProperty("expiration").GetString()}.", read.GetProperty("description").GetString(), StringComparison.Ordinal);

        Assert.Equal(RotationStatus.Kept, Assert.Single(await bench.RotateAsync(request)).Status);
        Assert.Equal(RotationStatus.Rotated, Assert.Single(await bench.RotateAsync(request with { MinimumRemaining = TimeSpan.FromHours(12) })).Status);
    }

    [Fact]
    public async Task Parameter_Store_holds_secure_strings_that_boto3_decrypts()
    {
        await using var bench = await StartAsync(stsToo: true);
        var request = RotationBench.Request(Team("in-ssm", "divx-lab")) with { Store = SecretStoreKind.ParameterStore };

        Assert.Equal((RotationStatus.Rotated, ""), Outcome(await bench.RotateAsync(request)));
        Assert.Equal((RotationStatus.Kept, ""), Outcome(await bench.RotateAsync(request)));
        Assert.Equal((RotationStatus.Rotated, ""), Outcome(await bench.RotateAsync(request with { MinimumRemaining = TimeSpan.FromHours(12) })));

        var read = await ReadAsync(
            """
            s = c('ssm')
            found = s.get_parameters_by_path(Path='/concourse/in-ssm', Recursive=True, WithDecryption=True)['Parameters']
            print(json.dumps({one['Name']: [one['Type'], one['Version'], one['Value']] for one in found}))
            """);
        Assert.Equal(4, read.EnumerateObject().Count());
        Assert.All(read.EnumerateObject(), one => Assert.Equal(("SecureString", 2), (one.Value[0].GetString(), one.Value[1].GetInt32())));
        var json = JsonSerializer.Deserialize<JsonElement>(read.GetProperty("/concourse/in-ssm/divx-lab")[2].GetString()!);
        Assert.Equal(json.GetProperty("session-token").GetString(), read.GetProperty("/concourse/in-ssm/divx-lab-session-token")[2].GetString());
    }

    [Fact]
    public async Task What_boto3_made_is_not_overwritten_and_what_it_deleted_not_restored()
    {
        await using var bench = await StartAsync(stsToo: true);
        await moto.PythonAsync("c('secretsmanager').create_secret(Name='/concourse/careful/by-hand', SecretString='x')");
        Assert.Equal(RotationStatus.Rotated, Assert.Single(await bench.RotateAsync(RotationBench.Request(Team("careful", "gone")))).Status);
        await moto.PythonAsync("c('secretsmanager').delete_secret(SecretId='/concourse/careful/gone', RecoveryWindowInDays=7)");

        var request = RotationBench.Request(Team("careful", "by-hand", "gone"));
        Assert.Equal(["SecretNotOwned", "SecretToBeDeleted"], (await bench.RotateAsync(request)).Select(result => result.FindingId));
        Assert.All(await bench.RotateAsync(request with { Force = true }), result => Assert.Equal((RotationStatus.Rotated, ""), (result.Status, result.Evidence)));
    }

    [Fact]
    public async Task A_broken_second_role_is_reported_and_the_first_is_still_written()
    {
        // moto's STS grants every role, so the sandbox's answers here.
        await using var bench = await StartAsync(stsToo: false);
        const string team = """
            {"name": "half-broken", "accounts": [
              {"name": "divx-lab", "roleArn": "arn:aws:iam::123456789999:role/machine-user-example"},
              {"name": "broken", "roleArn": "arn:aws:iam::222222222222:role/trusts-nobody"}]}
            """;

        var results = await bench.RotateAsync(RotationBench.Request(team));

        Assert.Equal([(RotationStatus.Rotated, ""), (RotationStatus.Failed, "AssumeDenied")], results.Select(result => (result.Status, result.FindingId)));
        Assert.Equal(
            "['/concourse/half-broken/divx-lab', '/concourse/half-broken/divx-lab-access-key', '/concourse/half-broken/divx-lab-secret-key', '/concourse/half-broken/divx-lab-session-token']",
            await moto.PythonAsync("print(sorted(one['Name'] for one in c('secretsmanager').list_secrets()['SecretList'] if 'half-broken' in one['Name']))"));
    }

    private static (RotationStatus Status, string Evidence) Outcome(RotationResult[] results) => (Assert.Single(results).Status, results[0].Evidence);

    private static string Team(string name, params string[] accounts) =>
        $$"""{"name": "{{name}}", "accounts": [{{string.Join(", ", accounts.Select(account => $$"""{"name": "{{account}}", "roleArn": "arn:aws:iam::123456789999:role/machine-user-example"}"""))}}]}""";

    private async Task<JsonElement> ReadAsync(string script) => JsonSerializer.Deserialize<JsonElement>(await moto.PythonAsync(script));

    private async Task<RotationBench> StartAsync(bool stsToo)
    {
        Assert.SkipWhen(moto.Absence is not null, moto.Absence ?? "");
        var bench = await RotationBench.StartAsync();
        var url = moto.Endpoint.GetLeftPart(UriPartial.Authority);
        foreach (var service in new[] { "SECRETS_MANAGER", "SSM", "S3" }) bench.Variables.Set($"AWS_ENDPOINT_URL_{service}", url);
        if (!stsToo) return bench;
        bench.Variables.Set("AWS_ENDPOINT_URL_STS", url);
        bench.Variables.Set("AWS_ACCESS_KEY_ID", "AKIAWRITER");
        bench.Variables.Set("AWS_SECRET_ACCESS_KEY", "of-the-writer");
        return bench;
    }
}
