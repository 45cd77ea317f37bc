using System.Collections.Concurrent;
using System.Globalization;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>
/// STS over the AWS SDK's own client, called directly: the SDK's AssumeRoleAWSCredentials takes no cancellation token, reports the
/// end of a session 15 minutes early and falls back to us-east-1 without a word.
/// </summary>
/// <param name="configure">How clients for an endpoint are set up.</param>
internal sealed class SdkSecurityTokenService(Func<StsEndpoint, AmazonSecurityTokenServiceConfig> configure) : ISecurityTokenService
{
    private readonly ConcurrentDictionary<StsEndpoint, AmazonSecurityTokenServiceConfig> configs = new();

    /// <summary>STS over the network.</summary>
    public SdkSecurityTokenService()
        : this(SdkConfig.ForSts)
    {
    }

    public async Task<SessionCredentials> AssumeRoleAsync(
        RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var client = CreateClient(keys, endpoint);
        return request.WebIdentity is { } identity
            ? await AssumeWithWebIdentityAsync(client, request, identity, cancellationToken).ConfigureAwait(false)
            : await AssumeAsync(client, request, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Sts.CallerIdentity> GetCallerIdentityAsync(
        AwsKeys keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var client = CreateClient(keys, endpoint);
        DateTimeOffset? serverTime = null;
        client.AfterResponseEvent += (_, answer) => serverTime = ReadDate(answer);
        var response = await SdkFault.TranslateAsync(
            () => client.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        return response is { Account.Length: > 0, Arn.Length: > 0 }
            ? new Sts.CallerIdentity(response.Account, response.Arn, response.UserId) { ServerTime = serverTime }
            : throw SdkFault.NotSts("The answer names no caller.", response.ResponseMetadata?.RequestId);
    }

    private static async Task<SessionCredentials> AssumeAsync(
        AmazonSecurityTokenServiceClient client, RoleRequest request, CancellationToken cancellationToken)
    {
        var response = await SdkFault.TranslateAsync(
            () => client.AssumeRoleAsync(
                new AssumeRoleRequest
                {
                    RoleArn = request.Role.ToString(),
                    RoleSessionName = request.SessionName,
                    DurationSeconds = request.Duration?.Seconds,
                    ExternalId = request.ExternalId,
                    Policy = request.Policy,
                    PolicyArns = ToPolicies(request),
                    // A null list is left out of the request; an empty one would be sent.
                    Tags = request.Tags.Count == 0 ? null : [.. request.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
                    TransitiveTagKeys = request.TransitiveTagKeys.Count == 0 ? null : [.. request.TransitiveTagKeys],
                    SourceIdentity = request.SourceIdentity,
                    SerialNumber = request.Mfa?.SerialNumber,
                    TokenCode = request.Mfa?.TokenCode,
                },
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
#pragma warning disable CS0618 // STS may send the old element alone.
        return ToSession(request, response.Credentials, response.AssumedRoleUser, response.ResponseMetadata)
            with { PackedPolicyPercent = response.SessionTokenUtilization ?? response.PackedPolicySize };
#pragma warning restore CS0618
    }

    private static async Task<SessionCredentials> AssumeWithWebIdentityAsync(
        AmazonSecurityTokenServiceClient client, RoleRequest request, WebIdentity identity, CancellationToken cancellationToken)
    {
        var token = await identity.ReadAsync(cancellationToken).ConfigureAwait(false);
        var response = await SdkFault.TranslateAsync(
            () => client.AssumeRoleWithWebIdentityAsync(
                new AssumeRoleWithWebIdentityRequest
                {
                    RoleArn = request.Role.ToString(),
                    RoleSessionName = request.SessionName,
                    DurationSeconds = request.Duration?.Seconds,
                    Policy = request.Policy,
                    PolicyArns = ToPolicies(request),
                    WebIdentityToken = token.Reveal(),
                },
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
#pragma warning disable CS0618 // STS may send the old element alone.
        return ToSession(request, response.Credentials, response.AssumedRoleUser, response.ResponseMetadata)
            with { PackedPolicyPercent = response.SessionTokenUtilization ?? response.PackedPolicySize };
#pragma warning restore CS0618
    }

    private static DateTimeOffset? ReadDate(ResponseEventArgs answer) =>
        answer is WebServiceResponseEventArgs { ResponseHeaders: { } headers }
        && headers.FirstOrDefault(header => header.Key.Equals("Date", StringComparison.OrdinalIgnoreCase)).Value is { } text
        && DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    private AmazonSecurityTokenServiceClient CreateClient(AwsKeys? keys, StsEndpoint endpoint) =>
        new(SdkConfig.Credentials(keys), configs.GetOrAdd(endpoint, configure));

    private static List<PolicyDescriptorType>? ToPolicies(RoleRequest request) => request.PolicyArns.Count == 0
        ? null
        : [.. request.PolicyArns.Select(arn => new PolicyDescriptorType { Arn = arn })];

    private static SessionCredentials ToSession(
        RoleRequest request, Amazon.SecurityToken.Model.Credentials? credentials, AssumedRoleUser? user, ResponseMetadata? metadata)
    {
        if (credentials is not { AccessKeyId.Length: > 0, SecretAccessKey.Length: > 0, SessionToken.Length: > 0, Expiration: { } end })
            throw SdkFault.NotSts("The answer has no credentials.", metadata?.RequestId);
        return new SessionCredentials
        {
            RoleArn = request.Role.ToString(),
            AssumedRoleArn = user?.Arn ?? string.Empty,
            Account = request.Role.Account,
            RoleSessionName = request.SessionName,
            AccessKeyId = credentials.AccessKeyId,
            SecretAccessKey = new Secret(credentials.SecretAccessKey),
            SessionToken = new Secret(credentials.SessionToken),
            Expiration = end.ToUniversalTime(),
            RequestId = metadata?.RequestId ?? string.Empty,
        };
    }
}
