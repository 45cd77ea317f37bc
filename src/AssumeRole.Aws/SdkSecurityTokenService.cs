using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.SecurityToken.Model;
using Amazon.SecurityToken.Model.Internal.MarshallTransformations;
using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>
/// STS with the AWS SDK's own parts, called directly: the SDK's AssumeRoleAWSCredentials takes no cancellation token, reports the
/// end of a session 15 minutes early and falls back to us-east-1 without a word.
/// </summary>
/// <param name="senders">What sends to each endpoint.</param>
internal sealed class SdkSecurityTokenService(StsSenders senders) : ISecurityTokenService
{
    public Task<SessionCredentials> AssumeRoleAsync(
        RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
        request.WebIdentity is { } identity
            ? AssumeWithWebIdentityAsync(request, identity, endpoint, cancellationToken)
            : AssumeAsync(request, keys, endpoint, cancellationToken);

    public async Task<Sts.CallerIdentity> GetCallerIdentityAsync(
        AwsKeys keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(
            () => GetCallerIdentityRequestMarshaller.Instance.Marshall(new GetCallerIdentityRequest()),
            GetCallerIdentityResponseUnmarshaller.Instance, keys, endpoint, cancellationToken).ConfigureAwait(false);
        var response = (GetCallerIdentityResponse)reply.Content;
        return response is { Account.Length: > 0, Arn.Length: > 0 }
            ? new Sts.CallerIdentity(response.Account, response.Arn, response.UserId) { ServerTime = ReadDate(reply.Date) }
            : throw SdkFault.NotSts("The answer names no caller.", response.ResponseMetadata?.RequestId);
    }

    private async Task<SessionCredentials> AssumeAsync(
        RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var sent = new AssumeRoleRequest
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
        };
        var reply = await SendAsync(
            () => AssumeRoleRequestMarshaller.Instance.Marshall(sent),
            AssumeRoleResponseUnmarshaller.Instance, keys, endpoint, cancellationToken).ConfigureAwait(false);
        var response = (AssumeRoleResponse)reply.Content;
#pragma warning disable CS0618 // STS may send the old element alone.
        return ToSession(request, response.Credentials, response.AssumedRoleUser, response.ResponseMetadata)
            with { PackedPolicyPercent = response.SessionTokenUtilization ?? response.PackedPolicySize };
#pragma warning restore CS0618
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
            PolicyArns = ToPolicies(request),
            WebIdentityToken = token.Reveal(),
        };
        var reply = await SendAsync(
            () => AssumeRoleWithWebIdentityRequestMarshaller.Instance.Marshall(sent),
            AssumeRoleWithWebIdentityResponseUnmarshaller.Instance, null, endpoint, cancellationToken).ConfigureAwait(false);
        var response = (AssumeRoleWithWebIdentityResponse)reply.Content;
#pragma warning disable CS0618 // STS may send the old element alone.
        return ToSession(request, response.Credentials, response.AssumedRoleUser, response.ResponseMetadata)
            with { PackedPolicyPercent = response.SessionTokenUtilization ?? response.PackedPolicySize };
#pragma warning restore CS0618
    }

    private Task<StsReply> SendAsync(
        Func<IRequest> marshal, XmlResponseUnmarshaller reader, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
        SdkFault.TranslateAsync(() => senders.Find(endpoint).SendAsync(marshal(), reader, keys, cancellationToken), cancellationToken);

    private static DateTimeOffset? ReadDate(string text) =>
        DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

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
