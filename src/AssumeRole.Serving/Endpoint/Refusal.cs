using System.Text.Json;
using AssumeRole.Http;

namespace AssumeRole.Endpoint;

/// <summary>A request that gets nothing, and why; the same answer every time.</summary>
internal sealed class Refusal
{
    private Refusal(string name, int status, string message, params HttpHeader[] headers)
    {
        Name = name;
        Response = new HttpResponse(status, Write(name, message), [new HttpHeader("Content-Type", "application/json"), .. headers]);
    }

    public static Refusal HostMissing { get; } = new("HostMissing", 400, "The request names no host.");

    public static Refusal HostForeign { get; } = new(
        "HostForeign", 403, "The Host header, or the request's target, names another host. A web page must not reach this server under its own name.");

    public static Refusal Forwarded { get; } = new(
        "Forwarded", 403, "The request came through a proxy (X-Forwarded-For). Exempt this address from the proxy with NO_PROXY.");

    public static Refusal PathUnknown { get; } = new("PathUnknown", 404, "There is nothing at this path.");

    public static Refusal MethodRefused { get; } = new(
        "MethodRefused", 405, "Credentials are read with GET.", new HttpHeader("Allow", "GET, HEAD"));

    public static Refusal MetadataMethodRefused { get; } = new(
        "MethodRefused", 405, "Metadata is read with GET.", new HttpHeader("Allow", "GET, HEAD, PUT"));

    public static Refusal TokenMissing { get; } = new(
        "TokenMissing", 401, "The Authorization header is missing. AWS_CONTAINER_AUTHORIZATION_TOKEN has what belongs there.");

    public static Refusal TokenWrong { get; } = new(
        "TokenWrong", 403, "The Authorization header is not the token of this path, or of an endpoint that has ended.");

    // EC2 refuses a PUT to any other path, a dated version of the same one too.
    public static Refusal TokenPathWrong { get; } = new("TokenPathWrong", 403, "A token is had with PUT /latest/api/token.");

    public static Refusal TokenLifetimeInvalid { get; } = new(
        "TokenLifetimeInvalid", 400, "X-aws-ec2-metadata-token-ttl-seconds must be 1 to 21600.");

    public static Refusal MetadataTokenMissing { get; } = new(
        "TokenMissing", 401, "X-aws-ec2-metadata-token is missing: this is IMDSv2 only. PUT /latest/api/token gives one.");

    public static Refusal MetadataTokenWrong { get; } = new(
        "TokenWrong", 401, "X-aws-ec2-metadata-token is not a token of this port, or has expired. PUT /latest/api/token gives a new one.");

    public static Refusal TokenRepeated { get; } = new(
        "TokenRepeated", 400, "X-aws-ec2-metadata-token is there more than once.");

    public static Refusal TooMany { get; } = new(
        "TooMany", 429, "Too many requests are being refused.", new HttpHeader("Retry-After", "1"));

    /// <summary>One word for the log.</summary>
    public string Name { get; }

    public HttpResponse Response { get; }

    private static byte[] Write(string code, string message)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("code", code);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
