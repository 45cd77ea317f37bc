using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AssumeRole.Testing;

/// <summary>Reads the sandbox's stores as another program does: a client and a signature that share nothing with the adapters.</summary>
internal sealed class SecretReader(Uri endpoint) : IDisposable
{
    private const string SignedHeaders = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target";
    private const string ContentType = "application/x-amz-json-1.1";
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = endpoint };
    private (string Id, string Secret, string Token)? key;

    public void Dispose() => http.Dispose();

    /// <summary>The value of a secret, or null if there is none.</summary>
    public async Task<string?> GetSecretAsync(string name, string stage = "AWSCURRENT") =>
        await CallAsync("secretsmanager", "secretsmanager.GetSecretValue", new() { ["SecretId"] = name, ["VersionStage"] = stage }) is { } answer
            ? answer.GetProperty("SecretString").GetString()
            : null;

    public async Task<string?> GetParameterAsync(string name) =>
        await CallAsync("ssm", "AmazonSSM.GetParameter", new() { ["Name"] = name }) is { } answer
            ? answer.GetProperty("Parameter").GetProperty("Value").GetString()
            : null;

    public Task<JsonElement?> DescribeAsync(string name) =>
        CallAsync("secretsmanager", "secretsmanager.DescribeSecret", new() { ["SecretId"] = name });

    public Task<JsonElement?> CallAsync(string service, string target, Dictionary<string, string> members) =>
        SendAsync(service, target, $"{{{string.Join(',', members.Select(member => $"\"{member.Key}\":\"{JsonEncodedText.Encode(member.Value)}\""))}}}");

    /// <summary>Sends one request; null stands for an error that says that nothing is there.</summary>
    private async Task<JsonElement?> SendAsync(string service, string target, string body)
    {
        var (id, secret, token) = key ??= await ReadKeyAsync();
        var time = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var scope = $"{time[..8]}/eu-west-1/{service}/aws4_request";
        var canonical = $"POST\n/\n\ncontent-type:{ContentType}\nhost:{endpoint.Authority}\nx-amz-date:{time}\n"
            + $"x-amz-security-token:{token}\nx-amz-target:{target}\n\n{SignedHeaders}\n{Hash(body)}";
        var signing = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in scope.Split('/').Append($"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(canonical)}"))
            signing = HMACSHA256.HashData(signing, Encoding.UTF8.GetBytes(part));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        foreach (var (name, value) in new[]
        {
            ("X-Amz-Date", time), ("X-Amz-Security-Token", token), ("X-Amz-Target", target),
            ("Authorization", $"AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={SignedHeaders}, Signature={Convert.ToHexStringLower(signing)}"),
        })
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (response.IsSuccessStatusCode) return Parse(text);
        return text.Contains("NotFound", StringComparison.Ordinal) ? null : throw new InvalidOperationException(text);
    }

    /// <summary>The key of the instance's role, which the built-in world lets read.</summary>
    private async Task<(string Id, string Secret, string Token)> ReadKeyAsync()
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, "/latest/api/token");
        put.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "60");
        using var token = await http.SendAsync(put);
        using var get = new HttpRequestMessage(HttpMethod.Get, "/latest/meta-data/iam/security-credentials/concourse-worker");
        get.Headers.Add("X-aws-ec2-metadata-token", await token.Content.ReadAsStringAsync());
        using var document = await http.SendAsync(get);
        var json = Parse(await document.Content.ReadAsStringAsync());
        string Member(string name) => json.GetProperty(name).GetString()!;
        return (Member("AccessKeyId"), Member("SecretAccessKey"), Member("Token"));
    }

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
