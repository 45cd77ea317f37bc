using System.Text;
using AssumeRole.Aws.Tests;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Http;

namespace AssumeRole.Cli.Tests;

/// <summary>What an answer, a file or a program says cannot steer the terminal, turn letters round, or be code for what reads the output.</summary>
public sealed class HostileTextTests
{
    private const string Marker = "foreign-marker";

    // Sets a title, clears the screen, turns letters round; C0, C1, DEL and format characters.
    private const string Hostile = Marker + "\u001B]0;title\u0007\u001B[2J\u009B31m\u007F\u202Egnp.exe\u2066\u200B\u2028";

    private static readonly char[] Steering = [.. "\u001B\u0007\u009B\u007F\u202E\u2066\u200B\u2028"];

    private static readonly string[] Verbs =
    [
        "env --verbose", "env --as powershell --verbose", "exec --verbose -- true", "exec --verbose --keep-fresh -- true", "credential-process --verbose",
        "whoami --verbose", "whoami --json --verbose", "test --verbose", "test --json --verbose", "env --as json --verbose",
    ];

    // Where the text comes from, and how the stage is changed so that it does.
    private static readonly Dictionary<string, Func<Stage, string[]>> Origins = new(StringComparer.Ordinal)
    {
        ["the message of STS"] = stage => Answers(stage, 403, "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
            + $"<Message>{Xml(Hostile)}</Message></Error><RequestId>r</RequestId></ErrorResponse>"),
        ["the code of STS"] = stage => Answers(stage, 400, $"<ErrorResponse><Error><Type>Sender</Type><Code>{Xml(Hostile)}</Code>"
            + "<Message>m</Message></Error><RequestId>r</RequestId></ErrorResponse>"),
        ["the identity that STS names"] = stage => Answers(stage, 200, "<GetCallerIdentityResponse><GetCallerIdentityResult>"
            + $"<Arn>arn:aws:iam::111111111111:user/{Xml(Hostile)}</Arn><UserId>u</UserId><Account>111111111111</Account>"
            + "</GetCallerIdentityResult></GetCallerIdentityResponse>"),
        ["the name of a profile"] = _ => ["--profile-name", Hostile],
        ["the name of a role"] = _ => ["--role-arn", $"arn:aws:iam::222222222222:role/{Hostile}"],
        ["the error output of a credential_process"] = stage => Profile(stage, $"#!/bin/sh\nprintf '%s\\n' '{Hostile}' >&2\nexit 1\n"),
        ["the output of a credential_process"] = stage => Profile(stage, $"#!/bin/sh\nprintf '%s' '{{\"Version\": {Json(Hostile)}}}'\n"),
        ["the name of an instance's role"] = stage => Metadata(stage, Hostile),
        ["a metadata document"] = stage => Metadata(stage, "worker"),
    };

    [Theory]
    [EachBuild("the message of STS", Needs = Needs.Unix)]
    [EachBuild("the code of STS", Needs = Needs.Unix)]
    [EachBuild("the identity that STS names", Needs = Needs.Unix)]
    [EachBuild("the name of a profile", Needs = Needs.Unix)]
    [EachBuild("the name of a role", Needs = Needs.Unix)]
    [EachBuild("the error output of a credential_process", Needs = Needs.Unix)]
    [EachBuild("the output of a credential_process", Needs = Needs.Unix)]
    [EachBuild("the name of an instance's role", Needs = Needs.Unix)]
    [EachBuild("a metadata document", Needs = Needs.Unix)]
    public async Task Steers_no_terminal(Build build, string origin)
    {
        await using var stage = await Stage.StartAsync(build);
        await using var server = new Server(stage);
        var given = Origins[origin](stage);
        var shown = false;
        foreach (var verb in Verbs)
        {
            var words = verb.Split(' ');
            var place = Array.IndexOf(words, "--verbose") + 1;
            // whoami asks for no role.
            var options = words[0] == "whoami" && given is ["--role-arn", _] ? [] : given;

            var run = await stage.RunAsync([.. words[..place], .. options, .. words[place..]]);

            AssertHarmless(run, verb);
            shown |= (run.Output + run.Error).Contains(Marker, StringComparison.Ordinal);
        }

        Assert.True(shown, "The text came to no output, so that nothing is tested.");
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Of_a_file_name_steers_no_terminal(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = await stage.RunAsync("rotate", "--team", $"{Hostile}.json", "--store", "file", "--folder", "secrets", "--verbose");

        AssertHarmless(run, "rotate");
        Assert.Contains(Marker, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [EachBuild("--role-session-name", "")]
    [EachBuild("", "aws_assume_role_session_name")]
    public async Task Of_a_session_name_is_no_code_for_the_PowerShell_that_evaluates_the_output(Build build, string option, string variable)
    {
        await using var stage = await Stage.StartAsync(build);
        var attack = $"x’ + $([IO.File]::WriteAllText('{Path.Combine(stage.Folder, "ran")}', '')) + ‘y";
        if (variable.Length > 0) stage.Variables[variable] = attack;
        string[] given = option.Length > 0 ? [option, attack] : [];
        var printed = (await stage.RunAsync(["env", "--as", "powershell", .. given])).Exits(2);
        var script = stage.Write("printed.ps1", printed.Output);

        var run = await stage.PowerShellAsync($"try {{ Get-Content -Raw {script} | Invoke-Expression }} catch {{ \"caught $_\" }}");

        Assert.StartsWith("caught assumerole: ", Assert.Single(run.Exits(0).Lines), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(stage.Folder, "ran")));
    }

    [Theory, EachBuild(Needs = Needs.Bash)]
    public async Task Of_NO_PROXY_is_no_code_for_the_shell_that_evaluates_the_sandboxs_lines(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        var attack = $"a'; touch {stage.Folder}/ran; '\\";
        stage.Variables["NO_PROXY"] = stage.Variables["no_proxy"] = attack;
        using var process = stage.Start("sandbox");
        var lines = new StringBuilder();
        while (await process.ReadLineAsync() is { } line)
        {
            lines.Append(line).Append('\n');
            if (line.StartsWith("export no_proxy=", StringComparison.Ordinal)) break;
        }

        await process.SignalAsync("TERM");
        (await process.EndAsync()).Exits(0);
        var script = stage.Write("lines.sh", lines.ToString());

        var run = (await stage.BashAsync($"eval \"$(cat {script})\"; printf %s \"$NO_PROXY\"")).Exits(0);

        Assert.Equal($"{attack},127.0.0.1", run.Output);
        Assert.False(File.Exists(Path.Combine(stage.Folder, "ran")));
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task That_the_output_has_no_character_for_is_not_written_as_an_apostrophe(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        stage.Variables["LC_ALL"] = "en_US.ISO-8859-1";
        stage.Variables["NO_PROXY"] = stage.Variables["no_proxy"] = "a\uFF07; touch ran; \uFF07";

        var run = (await stage.RunAsync("sandbox")).Exits(1);

        Assert.Equal(string.Empty, run.Output);
        Assert.StartsWith("assumerole: ValueUnwritable: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Json_is_UTF_8_whatever_the_character_set_of_the_output(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        // The origin shortens the key by an ellipsis, which ISO 8859-1 does not have.
        var expected = (await stage.RunAsync("exec", "--", "assumerole", "whoami", "--json")).Exits(0).Output;
        stage.Variables["LC_ALL"] = "en_US.ISO-8859-1";
        var run = (await stage.RunAsync("exec", "--", "assumerole", "whoami", "--json")).Exits(0);

        Assert.Contains("…", expected, StringComparison.Ordinal);
        Assert.Contains("\\u2026", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output, character => Assert.True(char.IsAscii(character)));
    }

    private static void AssertHarmless(Run run, string verb)
    {
        Assert.InRange(run.ExitCode, 0, 127);
        var place = (run.Output + run.Error).IndexOfAny(Steering);
        Assert.True(place < 0, $"{verb} shows U+{(place < 0 ? 0 : (int)(run.Output + run.Error)[place]):X4}:\n{run.Output}\n{run.Error}");
    }

    // XML 1.0 has no ESC; what it has comes through.
    private static string Xml(string text) => string.Concat(text.Where(character => character >= ' ')).Replace("\u009B", "&#x9B;", StringComparison.Ordinal);

    private static string Json(string text) => $"\"{string.Concat(text.Select(character => $"\\u{(int)character:X4}"))}\"";

    private static string[] Answers(Stage stage, int status, string body)
    {
        stage.Variables["AWS_ENDPOINT_URL_STS"] = stage.Variables["test_server"];
        stage.Variables["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE";
        stage.Variables["AWS_SECRET_ACCESS_KEY"] = "secret";
        stage.Write("status", status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        stage.Write("body", body);
        return [];
    }

    private static string[] Metadata(Stage stage, string role)
    {
        stage.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = stage.Variables["test_server"];
        stage.Write("role", role);
        stage.Write("status", "200");
        stage.Write("body", $$"""{"Code": "{{Marker}}\u001b[2J\u009b31m\u202e", "Message": "x\u001b[2J"}""");
        return [];
    }

    private static string[] Profile(Stage stage, string script)
    {
        var program = stage.Write("keys.sh", script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        stage.Variables["AWS_CONFIG_FILE"] = stage.Write("config", $"[profile keys]\ncredential_process = {program}\n");
        return ["--profile-name", "keys"];
    }

    /// <summary>Answers what the stage's files say, as STS or as the metadata service.</summary>
    private sealed class Server : IAsyncDisposable
    {
        private readonly Stage stage;
        private readonly RecordingServer server;

        public Server(Stage stage)
        {
            this.stage = stage;
            server = new RecordingServer(Answer);
            stage.Variables["test_server"] = server.Url.ToString().TrimEnd('/');
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();

        private HttpResponse Answer(HttpRequest request)
        {
            if (request.Method == "PUT") return HttpResponse.Text(200, "text/plain", "token");
            if (request.Path.EndsWith("/security-credentials/", StringComparison.Ordinal)) return HttpResponse.Text(200, "text/plain", Read("role"));
            return HttpResponse.Text(int.Parse(Read("status"), System.Globalization.CultureInfo.InvariantCulture), "text/xml", Read("body"));
        }

        private string Read(string name) => File.ReadAllText(Path.Combine(stage.Folder, name));
    }
}
