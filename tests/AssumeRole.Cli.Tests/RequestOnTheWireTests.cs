using System.Collections.Concurrent;
using System.Net;
using System.Text;
using AssumeRole.Cli.Running;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Http;

namespace AssumeRole.Cli.Tests;

/// <summary>What the command line says of a request is in the request: every option that a verb takes has a row here.</summary>
public sealed class RequestOnTheWireTests
{
    private const string Policy = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}""";
    private const string Managed = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    private const string Device = "arn:aws:iam::111111111111:mfa/ann";

    // They say where to start, whom to ask, or what becomes of the session.
    private static readonly string[] OfNoRequest =
        ["--source", "--profile-name", "--region", "--endpoint-url", "--cache", "--as", "--reveal", "--verbose", "--keep-fresh", "--json", "--help", "--version"];

    // The option, what else it needs, and what its call carries: name=value of the form.
    private static readonly (string Option, string[] Arguments, string[] Wire)[] Rows =
    [
        ("--role-arn", ["--role-arn", Stage.OtherRole], [$"RoleArn={Stage.OtherRole}"]),
        ("--via", ["--via", Stage.OtherRole], [$"RoleArn={Stage.OtherRole}"]),
        ("--duration-seconds", ["--duration-seconds", "1234"], ["DurationSeconds=1234"]),
        ("--role-session-name", ["--role-session-name", "build-7"], ["RoleSessionName=build-7"]),
        ("--external-id", ["--external-id", "pipeline-42"], ["ExternalId=pipeline-42"]),
        ("--policy", ["--policy", Policy], [$"Policy={Policy}"]),
        ("--policy-arn", ["--policy-arn", Managed], [$"PolicyArns.member.1.arn={Managed}"]),
        ("--tag", ["--tag", "stage=a b"], ["Tags.member.1.Key=stage", "Tags.member.1.Value=a b"]),
        ("--transitive-tag-key", ["--tag", "stage=x", "--transitive-tag-key", "stage"], ["TransitiveTagKeys.member.1=stage"]),
        ("--source-identity", ["--source-identity", "ann"], ["SourceIdentity=ann"]),
        ("--serial-number", ["--serial-number", Device, "--token-code", "123456"], [$"SerialNumber={Device}"]),
        ("--token-code", ["--serial-number", Device, "--token-code", "123456"], ["TokenCode=123456"]),
        ("--web-identity-token-file", ["--web-identity-token-file", "token"], ["Action=AssumeRoleWithWebIdentity", "WebIdentityToken=header.body.signature"]),
    ];

    public static TheoryData<string> Verbs() => ["env", "exec", "credential-process"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_option_of_a_verb_has_a_row(string verb)
    {
        var command = Program.CreateRoot(Terminal.ForProcess()).Subcommands.Single(command => command.Name == verb);

        Assert.Equal(
            Rows.Select(row => row.Option).Order(StringComparer.Ordinal),
            command.Options.Select(option => option.Name).Except(OfNoRequest).Order(StringComparer.Ordinal));
    }

    [Theory]
    [EachBuild("env")]
    [EachBuild("exec")]
    [EachBuild("credential-process")]
    public async Task Every_option_is_in_the_request(Build build, string verb)
    {
        await using var stage = await Stage.StartAsync(build);
        await using var service = new Service(stage);
        foreach (var (option, arguments, wire) in Rows)
        {
            service.Forms.Clear();
            string[] role = option == "--role-arn" ? [] : ["--role-arn", Stage.Role];
            string[] program = verb == "exec" ? ["--", "true"] : [];

            (await stage.RunAsync([verb, .. role, .. arguments, .. program])).Exits(0);

            Assert.All(wire, pair => Assert.True(service.Forms.Any(form => form.Contains(pair)), $"{option}: {pair}"));
        }
    }

    [Theory, EachBuild]
    public async Task Every_setting_of_a_profiles_role_is_in_the_request_for_it(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        await using var service = new Service(stage);
        stage.Variables["AWS_CONFIG_FILE"] = stage.Write("config", $"""
            [profile deploy]
            role_arn = {Stage.OtherRole}
            credential_source = Environment
            role_session_name = build-7
            duration_seconds = 1234
            external_id = pipeline-42
            mfa_serial = {Device}
            """);

        (await stage.RunAsync("env", "--profile-name", "deploy", "--token-code", "123456")).Exits(0);
        var refused = (await stage.RunAsync("env", "--profile-name", "deploy")).Exits(2);

        Assert.Superset(
            new HashSet<string>
            {
                $"RoleArn={Stage.OtherRole}", "RoleSessionName=build-7", "DurationSeconds=1234", "ExternalId=pipeline-42", $"SerialNumber={Device}", "TokenCode=123456",
            },
            service.Forms.First());
        Assert.Contains("TokenCodeMissing: ", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, service.Forms.Count);
    }

    /// <summary>An STS that grants everything and keeps what it was asked.</summary>
    private sealed class Service : IAsyncDisposable
    {
        private readonly HttpServer server;

        public Service(Stage stage)
        {
            server = HttpServer.Start(new HttpServerOptions(), (request, _) => ValueTask.FromResult(Answer(request)), TimeProvider.System);
            stage.Variables["AWS_ENDPOINT_URL_STS"] = $"http://127.0.0.1:{server.Port}";
            stage.Variables["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE";
            stage.Variables["AWS_SECRET_ACCESS_KEY"] = "secret";
            stage.Write("token", "header.body.signature");
        }

        public ConcurrentQueue<HashSet<string>> Forms { get; } = new();

        public ValueTask DisposeAsync() => server.DisposeAsync();

        private HttpResponse Answer(HttpRequest request)
        {
            var pairs = Encoding.UTF8.GetString(request.Body.Span).Split('&').Select(pair => WebUtility.UrlDecode(pair)).ToHashSet();
            Forms.Enqueue(pairs);
            string Of(string name) => pairs.First(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
            var (action, role, name) = (Of("Action"), Of("RoleArn").Split(':'), Of("RoleSessionName"));
            return HttpResponse.Text(200, "text/xml", $"""
                <{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>
                <AssumedRoleUser><AssumedRoleId>AROA:{name}</AssumedRoleId><Arn>arn:aws:sts::{role[4]}:assumed-role/{role[5].Split('/')[^1]}/{name}</Arn></AssumedRoleUser>
                <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
                <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></{action}Result>
                <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{action}Response>
                """);
        }
    }
}
