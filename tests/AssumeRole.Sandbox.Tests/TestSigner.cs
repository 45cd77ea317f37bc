using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AssumeRole.Sandbox.Tests;

/// <summary>Signs requests as an SDK does, written apart from what verifies them; a test can get every part wrong.</summary>
internal sealed record TestSigner(string AccessKeyId, string SecretAccessKey, string? SessionToken, DateTimeOffset Time)
{
    public string Region { get; init; } = "eu-west-1";

    public string Service { get; init; } = "sts";

    public string Terminator { get; init; } = "aws4_request";

    /// <summary>The day of the scope, where it is not that of the time.</summary>
    public string? Day { get; init; }

    /// <summary>Whether the signature covers the session token, or it is added afterwards.</summary>
    public bool SignsToken { get; init; } = true;

    private string Timestamp => Time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private string Scope => $"{Day ?? Timestamp[..8]}/{Region}/{Service}/{Terminator}";

    /// <summary>The headers that sign a POST of a form to "/".</summary>
    public IEnumerable<(string Name, string Value)> Headers(string host, string body, string method = "POST", string query = "")
    {
        var tokenLine = SessionToken is not null && SignsToken ? $"x-amz-security-token:{SessionToken}\n" : "";
        var signedHeaders = tokenLine.Length > 0 ? "host;x-amz-date;x-amz-security-token" : "host;x-amz-date";
        var canonical =
            $"{method}\n/\n{query}\nhost:{host}\nx-amz-date:{Timestamp}\n{tokenLine}\n{signedHeaders}\n{Hash(body)}";
        yield return ("X-Amz-Date", Timestamp);
        if (SessionToken is not null) yield return ("X-Amz-Security-Token", SessionToken);
        yield return (
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={AccessKeyId}/{Scope}, SignedHeaders={signedHeaders}, Signature={Sign(canonical)}");
    }

    /// <summary>The path and query of a presigned GET; the query given must be in order and come before X-Amz.</summary>
    public string Presign(string host, string query)
    {
        var token = SessionToken is null ? "" : $"&X-Amz-Security-Token={Uri.EscapeDataString(SessionToken)}";
        var signed = $"{query}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={Uri.EscapeDataString($"{AccessKeyId}/{Scope}")}"
            + $"&X-Amz-Date={Timestamp}&X-Amz-Expires=60{token}&X-Amz-SignedHeaders=host";
        return $"/?{signed}&X-Amz-Signature={Sign($"GET\n/\n{signed}\nhost:{host}\n\nhost\n{Hash("")}")}";
    }

    private string Sign(string canonical)
    {
        var text = $"AWS4-HMAC-SHA256\n{Timestamp}\n{Scope}\n{Hash(canonical)}";
        var key = Encoding.UTF8.GetBytes("AWS4" + SecretAccessKey);
        foreach (var part in Scope.Split('/')) key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
