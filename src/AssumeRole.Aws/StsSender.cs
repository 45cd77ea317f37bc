using System.Runtime.InteropServices;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>
/// Sends requests to one STS, without the SDK's client. The client's pipeline is some ten handlers, each with asynchronous code of its own,
/// and took more than a quarter of a fan-out's processor time. What it is for, sending again, metrics and listeners, is Core's or nobody's.
/// </summary>
internal sealed class StsSender
{
    /// <summary>A session is a few kilobytes; nothing longer is of STS.</summary>
    public const int LongestAnswer = 1 << 20;

    private const string ContentType = "application/x-www-form-urlencoded; charset=utf-8";

    private static readonly string Agent =
        $"AssumeRole/{typeof(StsSender).Assembly.GetName().Version!.ToString(3)} lang/dotnet#{Environment.Version} md/{RuntimeInformation.RuntimeIdentifier}";

    private readonly StsAddress address;
    private readonly StsSignature signature;
    private readonly HttpClient http;
    private readonly string userAgent;

    /// <summary>A sender to one address.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="http">Sends; it bounds how long an answer may take and be.</param>
    /// <param name="time">Says when requests are signed.</param>
    /// <param name="application">What the user calls the program that asks, for CloudTrail, or null.</param>
    public StsSender(StsAddress address, HttpClient http, TimeProvider time, string? application = null)
    {
        this.address = address;
        this.http = http;
        signature = new StsSignature(address, time);
        userAgent = string.IsNullOrEmpty(application) ? Agent : $"{Agent} app/{application}";
        if (HeaderText.FindFault(application ?? string.Empty) is { } fault)
            throw FindingCatalogue.VariableInvalid.Error("AWS_SDK_UA_APP_ID", $"AWS_SDK_UA_APP_ID {fault}.");
    }

    /// <summary>Sends one request.</summary>
    /// <param name="form">The request.</param>
    /// <param name="keys">Who signs it; nobody if null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StsException">STS refused it, or did not answer as STS does.</exception>
    public async Task<StsAnswer> SendAsync(StsForm form, AwsKeys? keys, CancellationToken cancellationToken)
    {
        using var message = Compose(form, keys);
        // To its end at once: reading is then a matter of memory, and the client's time-out and limit hold for all of it.
        using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        return StsAnswer.Read(answer, form.Secrets.And(keys?.SecretAccessKey.Reveal(), keys?.SessionToken?.Reveal()));
    }

    /// <summary>The message to send, signed unless there are no keys.</summary>
    internal HttpRequestMessage Compose(StsForm form, AwsKeys? keys)
    {
        var body = form.ToBytes();
        var message = new HttpRequestMessage(HttpMethod.Post, address.Url) { Content = new ByteArrayContent(body) };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        message.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        message.Headers.TryAddWithoutValidation("amz-sdk-invocation-id", Guid.NewGuid().ToString());
        message.Headers.TryAddWithoutValidation("amz-sdk-request", "attempt=1; max=1");
        if (keys is not null) signature.Add(message, ContentType, body, keys);
        return message;
    }
}
