using System.Globalization;
using System.Xml;
using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>
/// The three calls of STS that a role needs. The SDK's AssumeRoleAWSCredentials takes no cancellation token, reports the end of a session
/// 15 minutes early and falls back to us-east-1 without a word.
/// </summary>
/// <param name="senders">What sends to each endpoint.</param>
internal sealed class SecurityTokenService(StsSenders senders) : ISecurityTokenService
{
    public Task<SessionCredentials> AssumeRoleAsync(
        RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
        request.WebIdentity is { } identity
            ? AssumeWithWebIdentityAsync(request, identity, endpoint, cancellationToken)
            : AssumeAsync(request, keys, endpoint, cancellationToken);

    public async Task<Sts.CallerIdentity> GetCallerIdentityAsync(
        AwsKeys keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(new StsForm("GetCallerIdentity"), keys, endpoint, cancellationToken).ConfigureAwait(false);
        return answer["GetCallerIdentityResult/Account"] is { } account && answer["GetCallerIdentityResult/Arn"] is { } arn
            ? new Sts.CallerIdentity(account, arn, answer["GetCallerIdentityResult/UserId"] ?? string.Empty) { ServerTime = answer.Date }
            : throw HttpFault.NotSts("The answer names no caller.", answer.RequestId);
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
            .AddSecret("TokenCode", request.Mfa?.TokenCode);
        return ToSession(request, await SendAsync(form, keys, endpoint, cancellationToken).ConfigureAwait(false));
    }

    private async Task<SessionCredentials> AssumeWithWebIdentityAsync(
        RoleRequest request, WebIdentity identity, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var token = await identity.ReadAsync(cancellationToken).ConfigureAwait(false);
        var form = FormOf("AssumeRoleWithWebIdentity", request).AddSecret("WebIdentityToken", token.Reveal());
        return ToSession(request, await SendAsync(form, null, endpoint, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What both calls send.</summary>
    private static StsForm FormOf(string action, RoleRequest request) => new StsForm(action)
        .Add("RoleArn", request.Role.ToString())
        .Add("RoleSessionName", request.SessionName)
        .Add("DurationSeconds", request.Duration?.Seconds)
        .Add("Policy", request.Policy)
        .AddList("PolicyArns", request.PolicyArns, static arn => [("arn", arn)]);

    private Task<StsAnswer> SendAsync(StsForm form, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
        HttpFault.TranslateAsync(() => senders.Find(endpoint).SendAsync(form, keys, cancellationToken), cancellationToken);

    private SessionCredentials ToSession(RoleRequest request, StsAnswer answer)
    {
        if (answer["Credentials/AccessKeyId"] is not { } id || answer["Credentials/SecretAccessKey"] is not { } secret
            || answer["Credentials/SessionToken"] is not { } token || answer["Credentials/Expiration"] is not { } end)
            throw HttpFault.NotSts("The answer has no credentials.", answer.RequestId);
        foreach (var (name, text) in new[] { ("AccessKeyId", id), ("SecretAccessKey", secret), ("SessionToken", token) })
            if (HeaderText.FindFault(text) is { } fault) throw HttpFault.NotSts($"{name} of its credentials {fault}.", answer.RequestId);
        return new SessionCredentials
        {
            RoleArn = request.Role.ToString(),
            AssumedRoleArn = answer["AssumedRoleUser/Arn"] ?? string.Empty,
            Account = request.Role.Account,
            RoleSessionName = request.SessionName,
            AccessKeyId = id,
            SecretAccessKey = new Secret(secret),
            SessionToken = new Secret(token),
            Expiration = ReadEnd(end, answer),
            RequestId = answer.RequestId,
            PackedPolicyPercent = ReadPercent(answer, request.WebIdentity is null ? "AssumeRoleResult" : "AssumeRoleWithWebIdentityResult"),
        };
    }

    /// <summary>The end of a session, judged by the server's clock where it told: this machine's may be wrong.</summary>
    private DateTime ReadEnd(string text, StsAnswer answer)
    {
        var end = ReadTime(text) ?? throw Unreadable("expiration", answer);
        return SessionLifetime.Bound(end, answer.Date ?? senders.Time.GetUtcNow())
            ?? throw HttpFault.NotSts($"Its session ended at {end:u} already.", answer.RequestId);
    }

    /// <summary>
    /// As XML writes times. DateTime's own methods prepare to compare names of months by culture, and the first of a process to do so
    /// loads ICU's collation, 7 ms.
    /// </summary>
    private static DateTime? ReadTime(string text)
    {
        try
        {
            return XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.Utc);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>STS sends the new element, the old one, or none.</summary>
    private static int? ReadPercent(StsAnswer answer, string result) =>
        (answer[$"{result}/SessionTokenUtilization"] ?? answer[$"{result}/PackedPolicySize"]) is { } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? percent : throw Unreadable("size", answer)
            : null;

    /// <summary>Without the value: it may be anything.</summary>
    private static StsException Unreadable(string value, StsAnswer answer) =>
        HttpFault.NotSts($"A value in it cannot be read, its {value}.", answer.RequestId);
}
