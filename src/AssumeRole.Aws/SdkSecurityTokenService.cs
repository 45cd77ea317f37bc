using System.Globalization;
using Amazon.Runtime;
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
            new StsForm("GetCallerIdentity"), GetCallerIdentityResponseUnmarshaller.Instance, keys, endpoint, cancellationToken)
            .ConfigureAwait(false);
        var response = (GetCallerIdentityResponse)reply.Content;
        return response is { Account.Length: > 0, Arn.Length: > 0 }
            ? new Sts.CallerIdentity(response.Account, response.Arn, response.UserId) { ServerTime = ReadDate(reply.Date) }
            : throw SdkFault.NotSts("The answer names no caller.", response.ResponseMetadata?.RequestId);
    }

    private async Task<SessionCredentials> AssumeAsync(
        RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var form = FormOf("AssumeRole", request)
            .Add("ExternalId", request.ExternalId)
            .AddList("Tags", request.Tags, static tag => [("Key", tag.Key), ("Value", tag.Value)])
            .AddList("TransitiveTagKeys", request.TransitiveTagKeys, static key => [("", key)])
            .Add("SourceIdentity", request.SourceIdentity)
            .Add("SerialNumber", request.Mfa?.SerialNumber)
            .Add("TokenCode", request.Mfa?.TokenCode);
        var reply = await SendAsync(form, AssumeRoleResponseUnmarshaller.Instance, keys, endpoint, cancellationToken).ConfigureAwait(false);
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
        var form = FormOf("AssumeRoleWithWebIdentity", request).Add("WebIdentityToken", token.Reveal());
        var reply = await SendAsync(form, AssumeRoleWithWebIdentityResponseUnmarshaller.Instance, null, endpoint, cancellationToken)
            .ConfigureAwait(false);
        var response = (AssumeRoleWithWebIdentityResponse)reply.Content;
#pragma warning disable CS0618 // STS may send the old element alone.
        return ToSession(request, response.Credentials, response.AssumedRoleUser, response.ResponseMetadata)
            with { PackedPolicyPercent = response.SessionTokenUtilization ?? response.PackedPolicySize };
#pragma warning restore CS0618
    }

    /// <summary>What both calls send.</summary>
    private static StsForm FormOf(string action, RoleRequest request) => new StsForm(action)
        .Add("RoleArn", request.Role.ToString())
        .Add("RoleSessionName", request.SessionName)
        .Add("DurationSeconds", request.Duration?.Seconds)
        .Add("Policy", request.Policy)
        .AddList("PolicyArns", request.PolicyArns, static arn => [("arn", arn)]);

    private Task<StsReply> SendAsync(
        StsForm form, XmlResponseUnmarshaller reader, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
        SdkFault.TranslateAsync(() => senders.Find(endpoint).SendAsync(form, reader, keys, cancellationToken), cancellationToken);

    private static DateTimeOffset? ReadDate(string text) =>
        DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

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
