using System.Text.Json;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests.Rotation;

/// <summary>The verb against stores that we did not write, read back by a client that we did not write.</summary>
public sealed class RotateMotoTests(MotoServer moto) : IClassFixture<MotoServer>
{
    private const string ReadSecrets =
        """
        s = c('secretsmanager')
        about = s.describe_secret(SecretId=path)
        get = lambda name: s.get_secret_value(SecretId=name)['SecretString']
        print(json.dumps({'json': get(path), 'triple': [get(path + '-' + part) for part in ('access-key', 'secret-key', 'session-token')],
          'about': about['Description'], 'tags': {tag['Key']: tag['Value'] for tag in about['Tags']}}))
        """;

    private const string ReadParameters =
        """
        s = c('ssm')
        get = lambda name: s.get_parameter(Name=name, WithDecryption=True)['Parameter']['Value']
        about = s.describe_parameters(ParameterFilters=[{'Key': 'Name', 'Values': [path]}])['Parameters'][0]
        tags = s.list_tags_for_resource(ResourceType='Parameter', ResourceId=path)['TagList']
        print(json.dumps({'json': get(path), 'triple': [get(path + '-' + part) for part in ('access-key', 'secret-key', 'session-token')],
          'about': about['Description'], 'tags': {tag['Key']: tag['Value'] for tag in tags}}))
        """;

    [Theory]
    [EachBuild("SecretsManager", ReadSecrets)]
    [EachBuild("ParameterStore", ReadParameters)]
    public async Task A_team_from_S3_ends_in_the_documented_paths_and_boto3_reads_it(Build build, string store, string script)
    {
        await using var stage = await StartAsync(build, stsToo: true);
        var team = $"from-s3-{build}-{store}".ToLowerInvariant();
        await moto.PythonAsync(
            $$"""
            c('s3').create_bucket(Bucket='{{team}}', CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
            c('s3').put_object(Bucket='{{team}}', Key='ci/team.json', Body=json.dumps({'name': '{{team}}', 'accounts': [
              {'name': 'divx-lab', 'roleArn': '{{Teams.ExampleRole}}', 'duration': 7200}]}))
            """);

        var run = (await stage.RunAsync("rotate", "--store", store, "--team", $$"""{"bucket": "{{team}}", "key": "ci/team.json"}""")).Exits(0);

        Assert.Equal(["Rotated"], run.Lines.Members("status"));
        var read = JsonSerializer.Deserialize<JsonElement>(await moto.PythonAsync($"path = '/concourse/{team}/divx-lab'\n{script}"));
        var json = read.GetProperty("json").GetString()!;
        Assert.Equal(Teams.PartsOf(json), read.GetProperty("triple").EnumerateArray().Select(part => part.GetString()));
        Assert.Equal([Teams.ExampleRole], new[] { json }.Members("role-arn"));
        Assert.EndsWith($"Expires: {new[] { json }.Members("expiration").Single()}.", read.GetProperty("about").GetString(), StringComparison.Ordinal);
        Assert.Equal(team, read.GetProperty("tags").GetProperty("assumerole:owner").GetString());
    }

    [Theory, EachBuild]
    public async Task A_broken_second_role_is_reported_and_boto3_reads_the_first(Build build)
    {
        // moto's STS grants every role, so the sandbox's answers here.
        await using var stage = await StartAsync(build, stsToo: false);
        var team = $"half-broken-{build}".ToLowerInvariant();

        var run = (await stage.RunAsync("rotate", "--team", Teams.Of(team, ("divx-lab", Teams.ExampleRole), ("broken", Stage.Denied)))).Exits(1);

        Assert.Equal([null, "AssumeDenied"], run.Lines.Members("findingId").Order(StringComparer.Ordinal));
        Assert.Contains($"assumerole: {team}/broken: AssumeDenied: ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"1 of 2: {team}/broken (AssumeDenied).", run.Error, StringComparison.Ordinal);
        var path = $"/concourse/{team}/divx-lab";
        Assert.Equal(
            string.Join(' ', Teams.Parts.Select(part => $"{path}-{part}").Prepend(path)),
            await moto.PythonAsync($"print(*sorted(one['Name'] for one in c('secretsmanager').list_secrets(MaxResults=100)['SecretList'] if '{team}/' in one['Name']))"));
    }

    private async Task<Stage> StartAsync(Build build, bool stsToo)
    {
        Assert.SkipWhen(moto.Absence is not null, moto.Absence ?? "");
        var stage = await Stage.StartAsync(build);
        var url = moto.Endpoint.GetLeftPart(UriPartial.Authority);
        foreach (var service in new[] { "SECRETS_MANAGER", "SSM", "S3" }) stage.Variables[$"AWS_ENDPOINT_URL_{service}"] = url;
        if (!stsToo) return stage;
        stage.Variables["AWS_ENDPOINT_URL_STS"] = url;
        stage.Variables["AWS_ACCESS_KEY_ID"] = "AKIAWRITER";
        stage.Variables["AWS_SECRET_ACCESS_KEY"] = "of-the-writer";
        return stage;
    }
}
