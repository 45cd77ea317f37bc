using AssumeRole.Endpoint;

namespace AssumeRole.Bench;

/// <summary>Finds out what a client has to send.</summary>
internal static class Client
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>Where the session is, and the header that opens it.</summary>
    public static async Task<(Uri Address, string Header)> LocateAsync(CredentialAddress served)
    {
        if (served.Token is { } token) return (served.Address, $"Authorization: {token.Reveal()}");
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(served.Address, "/latest/api/token"));
        request.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "21600");
        using var answer = await Http.SendAsync(request);
        return (
            new Uri(served.Address, $"/latest/meta-data/iam/security-credentials/{served.RoleName}"),
            $"X-aws-ec2-metadata-token: {await answer.Content.ReadAsStringAsync()}");
    }

    public static async Task<byte[]> ReadAsync(Uri address, string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        request.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 2)..]);
        using var answer = await Http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }
}
