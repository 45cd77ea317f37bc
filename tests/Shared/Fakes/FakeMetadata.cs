using System.Net;
using AssumeRole.Metadata;

namespace AssumeRole.Testing;

/// <summary>An instance metadata service that speaks IMDSv2 alone.</summary>
internal sealed class FakeMetadata
{
    public const string CredentialDocument =
        """{"Code":"Success","LastUpdated":"2026-03-04T05:00:00Z","Type":"AWS-HMAC","AccessKeyId":"ASIAWORKER","SecretAccessKey":"secret-of-worker","Token":"token-of-worker","Expiration":"2026-03-04T11:00:00Z"}""";

    private const string CredentialPath = "/latest/meta-data/iam/security-credentials/";
    private int tokens;

    public FakeMetadata()
    {
        Http = new FakeHttp((request, token) => IsSilentTo(request) ? FakeHttp.NeverAsync(token) : Task.FromResult(AnswerDated(request)));
    }

    public FakeHttp Http { get; }

    /// <summary>What stands under each path.</summary>
    public Dictionary<string, string> Documents { get; } = new(StringComparer.Ordinal);

    /// <summary>How the request for a token is answered, unless with a token.</summary>
    public Func<HttpResponseMessage>? TokenAnswer { get; set; }

    /// <summary>How a request without a token is answered, unless with 401.</summary>
    public Func<HttpResponseMessage>? TokenlessAnswer { get; set; }

    /// <summary>The time by the service's clock, if its answers tell it.</summary>
    public DateTimeOffset? Date { get; set; }

    /// <summary>Says which requests are never answered.</summary>
    public Func<HttpRequestMessage, bool> IsSilentTo { get; set; } = _ => false;

    /// <summary>Whether every token has run out.</summary>
    public bool RefusesTokens { get; set; }

    /// <summary>An instance with the role worker in eu-west-1.</summary>
    public static FakeMetadata WithRole() => new()
    {
        Documents =
        {
            [CredentialPath] = "worker",
            [CredentialPath + "worker"] = CredentialDocument,
            ["/latest/meta-data/placement/region"] = "eu-west-1",
        },
    };

    /// <summary>A machine that is no EC2 instance.</summary>
    public static FakeMetadata Unreachable() => new() { TokenAnswer = () => throw new HttpRequestException("Connection refused") };

    public InstanceMetadataClient CreateClient(TimeProvider? time = null, MetadataOptions? options = null) => new(
        new HttpClient(Http),
        options ?? MetadataOptions.Read(new FakeVariables()),
        time ?? TimeProvider.System);

    /// <summary>Forgets every token that was issued.</summary>
    public void ExpireTokens() => tokens++;

    private HttpResponseMessage AnswerDated(HttpRequestMessage request)
    {
        var response = Answer(request);
        response.Headers.Date = Date;
        return response;
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        if (request.Method == HttpMethod.Put) return TokenAnswer?.Invoke() ?? FakeHttp.Ok($"token-{++tokens}");
        var token = request.Headers.TryGetValues("X-aws-ec2-metadata-token", out var values) ? values.Single() : null;
        if (token is null && TokenlessAnswer is not null) return TokenlessAnswer();
        if (token is null || token != $"token-{tokens}" || RefusesTokens) return FakeHttp.Text(HttpStatusCode.Unauthorized);
        return Documents.TryGetValue(request.RequestUri!.AbsolutePath, out var text)
            ? FakeHttp.Ok(text)
            : FakeHttp.Text(HttpStatusCode.NotFound);
    }
}
