using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AssumeRole.Connections;
using AssumeRole.Credentials;
using AssumeRole.Cryptography;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>
/// The three calls of STS that a role needs. The SDK's AssumeRoleAWSCredentials takes no cancellation token, reports the end of a session
/// 15 minutes early and falls back to us-east-1 without a word.
/// </summary>
internal sealed class SecurityTokenService : ISecurityTokenService
{
    /// <summary>Application ID of the user's program, for CloudTrail (AWS SDK reference, "Application ID").</summary>
    public string? Application { get; init; } = Environment.GetEnvironmentVariable("AWS_SDK_UA_APP_ID");

    public TimeSpan Timeout { get; init; } = SdkConfig.Patience;

    /// <summary>Makes the connections, if not those of the endpoint's kind.</summary>
    public HttpClientFactory? Connections { get; init; }

    public Task<SessionCredentials> AssumeRoleAsync(
        RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
        request.WebIdentity is { } identity
            ? AssumeWithWebIdentityAsync(request, identity, endpoint, cancellationToken)
            : AssumeAsync(request, keys, endpoint, cancellationToken);

    public Task<Sts.CallerIdentity> GetCallerIdentityAsync(AwsKeys keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var secrets = keys.Secrets;
        return SendAsync(
            keys,
            secrets,
            endpoint,
            (client, token) => client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), token),
            (answer, trace) => answer is { Account: { Length: > 0 } account, Arn: { Length: > 0 } arn }
                ? new Sts.CallerIdentity(secrets.Mask(account), secrets.Mask(arn), secrets.Mask(answer.UserId ?? string.Empty)) 
                {
                    ServerTime = trace.Date,
                    Tls = trace.Connection.Tls,
                }
                : throw HttpFault.NotSts("The answer names no caller.", RequestIdOf(answer, secrets, trace)),
            cancellationToken);
    }

    private Task<SessionCredentials> AssumeAsync(RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var sent = new AssumeRoleRequest
        {
            RoleArn = request.Role.ToString(),
            RoleSessionName = request.SessionName,
            DurationSeconds = request.Duration?.Seconds,
            Policy = request.Policy,
            PolicyArns = ListOf(request.PolicyArns, static arn => new PolicyDescriptorType { Arn = arn }),
            ExternalId = request.ExternalId,
            Tags = ListOf(request.Tags, static tag => new Tag { Key = tag.Key, Value = tag.Value }),
            TransitiveTagKeys = ListOf(request.TransitiveTagKeys, static key => key),
            SourceIdentity = request.SourceIdentity,
            SerialNumber = request.Mfa?.SerialNumber,
            TokenCode = request.Mfa?.TokenCode,
        };
        var secrets = (keys?.Secrets ?? SecretsOfCall.None).And(request.Mfa?.TokenCode);
        return SendAsync(
            keys,
            secrets,
            endpoint,
            (client, token) => client.AssumeRoleAsync(sent, token),
            (answer, trace) => ToSession(
                request, answer, answer.Credentials, answer.AssumedRoleUser, answer.SessionTokenUtilization ?? PackedPolicySizeOf(answer), secrets, trace),
            cancellationToken);
    }

    private async Task<SessionCredentials> AssumeWithWebIdentityAsync(
        RoleRequest request, WebIdentity identity, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var token = await identity.ReadAsync(cancellationToken).ConfigureAwait(false);
        var sent = new AssumeRoleWithWebIdentityRequest
        {
            RoleArn = request.Role.ToString(),
            RoleSessionName = request.SessionName,
            DurationSeconds = request.Duration?.Seconds,
            Policy = request.Policy,
            PolicyArns = ListOf(request.PolicyArns, static arn => new PolicyDescriptorType { Arn = arn }),
            WebIdentityToken = token.Reveal(),
        };
        var secrets = SecretsOfCall.Of(token.Reveal());
        return await SendAsync(
            null,
            secrets,
            endpoint,
            (client, stop) => client.AssumeRoleWithWebIdentityAsync(sent, stop),
            (answer, trace) => ToSession(
                request, answer, answer.Credentials, answer.AssumedRoleUser, answer.SessionTokenUtilization ?? PackedPolicySizeOf(answer), secrets, trace),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends one request, unsigned without keys.</summary>
    private async Task<TResult> SendAsync<TAnswer, TResult>(
        AwsKeys? keys,
        SecretsOfCall secrets,
        StsEndpoint endpoint,
        Func<IAmazonSecurityTokenService, CancellationToken, Task<TAnswer>> send,
        Func<TAnswer, HttpTrace, TResult> read,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckHeaders(keys);
        Require(keys, endpoint);
        return await SdkFault.TranslateAsync(
            "STS",
            secrets,
            async () =>
            {
                using var client = CreateClient(keys, endpoint);
                return read(await send(client, cancellationToken).ConfigureAwait(false), HttpTrace.Current!);
            },
            (fault, error) => new StsException(fault, error),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Every source checks its own keys; this holds for a source that does not, such as the SDK's of IAM Identity Center.</summary>
    private void CheckHeaders(AwsKeys? keys)
    {
        if (HeaderText.FindFault(Application ?? string.Empty) is { } fault)
            throw FindingCatalogue.VariableInvalid.Error("AWS_SDK_UA_APP_ID", $"AWS_SDK_UA_APP_ID {fault}.");
        if (keys is null) return;
        if ((HeaderText.FindFault(keys.AccessKeyId) ?? HeaderText.FindFault(keys.SessionToken?.Reveal() ?? string.Empty)) is { } flaw)
            throw FindingCatalogue.CredentialInvalid.Error(keys.ToString(), $"The access key id or its session token {flaw}.");
    }

    /// <summary>A client for one call: the connections are shared, and the keys differ.</summary>
    internal AmazonSecurityTokenServiceClient CreateClient(AwsKeys? keys, StsEndpoint endpoint)
    {
        var config = SdkConfig.ForSts(endpoint, Timeout, Application);
        if (Connections is not null) config.HttpClientFactory = Connections;
        return new AmazonSecurityTokenServiceClient(SdkConfig.Credentials(keys), config);
    }

    /// <summary>The SDK signs with .NET's own cryptography, over plain HTTP too. A proxy may itself speak TLS.</summary>
    private static void Require(AwsKeys? keys, StsEndpoint endpoint)
    {
        if (keys is not null || endpoint.Url is not { } address)
        {
            OpenSsl.RequireFor(endpoint.ToString());
            return;
        }

        OpenSsl.RequireFor(address);
        if (!address.IsLoopback && new EnvironmentProxy().GetProxy(address) is { } proxy) OpenSsl.RequireFor(proxy);
    }

    private static SessionCredentials ToSession(
        RoleRequest request,
        AmazonWebServiceResponse answer,
        Amazon.SecurityToken.Model.Credentials? credentials,
        AssumedRoleUser? user,
        int? percent,
        SecretsOfCall sent,
        HttpTrace trace)
    {
        var secrets = sent.And(credentials?.SecretAccessKey, credentials?.SessionToken);
        var requestId = RequestIdOf(answer, secrets, trace);
        if (credentials is not
            {
                AccessKeyId: { Length: > 0 } id, SecretAccessKey: { Length: > 0 } secret, SessionToken: { Length: > 0 } token, Expiration: { } end,
            })
            throw HttpFault.NotSts("The answer has no credentials.", requestId);
        foreach (var (name, text) in new[] { ("AccessKeyId", id), ("SecretAccessKey", secret), ("SessionToken", token) })
            if (HeaderText.FindFault(text) is { } fault) throw HttpFault.NotSts($"{name} of its credentials {fault}.", requestId);
        // By the server's clock where it sent one: this machine's may be wrong.
        var bounded = SessionLifetime.Bound(end.ToUniversalTime(), trace.Date ?? TimeProvider.System.GetUtcNow())
            ?? throw HttpFault.NotSts($"Its session ended at {end.ToUniversalTime():u} already.", requestId);
        return new SessionCredentials
        {
            RoleArn = request.Role.ToString(),
            AssumedRoleArn = secrets.Mask(user?.Arn ?? string.Empty),
            Account = request.Role.Account,
            RoleSessionName = request.SessionName,
            AccessKeyId = id,
            SecretAccessKey = new Secret(secret),
            SessionToken = new Secret(token),
            Expiration = bounded,
            RequestId = requestId,
            PackedPolicyPercent = percent,
        };
    }

    // The name before SessionTokenUtilization; STS sends the one or the other.
#pragma warning disable CS0618
    private static int? PackedPolicySizeOf(AssumeRoleResponse answer) => answer.PackedPolicySize;

    private static int? PackedPolicySizeOf(AssumeRoleWithWebIdentityResponse answer) => answer.PackedPolicySize;
#pragma warning restore CS0618

    private static string RequestIdOf(AmazonWebServiceResponse answer, SecretsOfCall secrets, HttpTrace trace) =>
        secrets.Mask(answer.ResponseMetadata?.RequestId ?? trace.RequestId ?? string.Empty);

    /// <summary>An empty list is left out: STS would take it for a list with one empty element.</summary>
    private static List<TOut>? ListOf<TIn, TOut>(IReadOnlyList<TIn> elements, Func<TIn, TOut> make) =>
        elements.Count == 0 ? null : [.. elements.Select(make)];
}
