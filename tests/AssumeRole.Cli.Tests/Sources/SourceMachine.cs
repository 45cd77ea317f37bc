using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using AssumeRole.Aws.Tests;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Http;

namespace AssumeRole.Cli.Tests.Sources;

/// <summary>
/// A machine on which one source of credentials is as a row says: its files and variables, an instance with a role, and a server on
/// loopback that answers as STS, metadata, container endpoint and IAM Identity Center.
/// </summary>
internal sealed partial class SourceMachine : IAsyncDisposable
{
    public const string InstanceKeyId = "ASIAINSTANCE";
    public const string SessionKeyId = "ASIASESSION";
    public const string Task = "arn:aws:iam::222222222222:role/task";
    private const string List = "/latest/meta-data/iam/security-credentials/";

    private readonly SourceCell cell;
    private readonly ConcurrentQueue<(string Action, string Role, string Signer)> calls = new();
    private readonly RecordingServer server;

    public SourceMachine(SourceCell cell)
    {
        this.cell = cell;
        server = new RecordingServer(Answer);
        foreach (var (name, text) in cell.Files)
        {
            var path = Path.Combine(Folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, text.StartsWith("base64:", StringComparison.Ordinal) ? Convert.FromBase64String(text[7..]) : Encoding.UTF8.GetBytes(Fill(text)));
        }

        var url = server.Url.GetLeftPart(UriPartial.Authority);
        Variables = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = Path.Combine(Folder, "home"),
            ["AWS_CONFIG_FILE"] = Path.Combine(Folder, "config"),
            ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(Folder, "credentials"),
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_DEFAULT_REGION"] = "eu-west-1",
            ["AWS_ENDPOINT_URL_STS"] = url,
            ["AWS_ENDPOINT_URL_SSO"] = url,
            ["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = url,
            [Stage.MetadataTimeout] = "20",
            ["aws_assume_role_arn"] = Task,
            ["aws_assume_role_duration"] = "900",
        };
        foreach (var (name, value) in cell.Variables) Variables[name] = Fill(value);
        Directory.CreateDirectory(Variables["HOME"]);
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("assumerole-source-").FullName;

    /// <summary>The whole environment of what runs here.</summary>
    public Dictionary<string, string> Variables { get; }

    /// <summary>Who signed the calls of STS, in order; a token for a call without a signature.</summary>
    public IReadOnlyList<string> Signers => [.. calls.Select(call => call.Signer)];

    /// <summary>Who asked for the task's role.</summary>
    public IReadOnlyList<string> TaskSigners => [.. calls.Where(call => call.Role == Task).Select(call => call.Signer)];

    /// <summary>Runs the executable.</summary>
    public async Task<Run> RunAsync(Build build, params string[] arguments)
    {
        Stage.AddRuntime(Variables, build);
        using var process = new RunningProcess(Executable.PathOf(build), arguments, Variables, Folder);
        return await process.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private string Fill(string text) => text
        .Replace("{folder}", Folder, StringComparison.Ordinal)
        .Replace("{server}", server.Url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);

    private HttpResponse Answer(HttpRequest request)
    {
        if (request.Method == "POST") return AnswerSts(request);
        var line = $"{request.Method} {request.Path.Split('?')[0]}";
        var (status, body, type) = cell.Answers.GetValueOrDefault(line) ?? new(200, Usual(line), null);
        HttpHeader[] headers = type is null ? [] : [new HttpHeader("x-amzn-ErrorType", type)];
        return HttpResponse.Text(body is null ? 404 : status, "application/json", body ?? string.Empty, [.. headers, new HttpHeader("X-aws-ec2-metadata-token-ttl-seconds", "21600")]);
    }

    private static string Usual(string line) => line switch
    {
        "PUT /latest/api/token" => "token",
        "GET " + List => "worker",
        "GET " + List + "worker" => Document(InstanceKeyId),
        "GET /container" => Document("ASIACONTAINER"),
        "GET /federation/credentials" =>
            """{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":4102444800000}}""",
        _ => null!,
    };

    private static string Document(string keyId) =>
        $$"""{"Code":"Success","AccessKeyId":"{{keyId}}","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}""";

    private HttpResponse AnswerSts(HttpRequest request)
    {
        var form = RecordingServer.FormOf(request);
        var action = form["Action"];
        var signer = Credential().Match(request.Headers["Authorization"] ?? string.Empty) is { Success: true } match
            ? match.Groups[1].Value
            : form.GetValueOrDefault("WebIdentityToken") ?? string.Empty;
        calls.Enqueue((action, form.GetValueOrDefault("RoleArn") ?? string.Empty, signer));
        var (status, code) = signer switch
        {
            "ASIAEXPIRED" => (403, "ExpiredToken"),
            "" => (403, "InvalidClientTokenId"),
            "expired" => (400, "ExpiredTokenException"),
            "unknown" => (400, "InvalidIdentityToken"),
            _ => (200, string.Empty),
        };
        if (status != 200)
            return HttpResponse.Text(status, "text/xml", $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>No.</Message></Error><RequestId>r</RequestId></ErrorResponse>");
        var role = form.GetValueOrDefault("RoleArn") ?? Task;
        var arn = $"{role.Replace(":iam:", ":sts:", StringComparison.Ordinal).Replace(":role/", ":assumed-role/", StringComparison.Ordinal)}/{form.GetValueOrDefault("RoleSessionName")}";
        var result = action == "GetCallerIdentity"
            ? $"<Arn>{arn}</Arn><UserId>A:session</UserId><Account>222222222222</Account>"
            : $"<AssumedRoleUser><AssumedRoleId>A:session</AssumedRoleId><Arn>{arn}</Arn></AssumedRoleUser><Credentials><AccessKeyId>{SessionKeyId}</AccessKeyId>"
                + "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>";
        return HttpResponse.Text(200, "text/xml", $"<{action}Response xmlns='https://sts.amazonaws.com/doc/2011-06-15/'><{action}Result>{result}</{action}Result></{action}Response>");
    }

    [GeneratedRegex("Credential=([^/]*)/")]
    private static partial Regex Credential();
}
