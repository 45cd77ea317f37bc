using System.Globalization;
using System.Text.Json;
using AssumeRole.Connections;
using AssumeRole.Findings;
using AssumeRole.Profiles;
using AssumeRole.Sessions;

namespace AssumeRole.Metadata;

/// <summary>Reads EC2 instance metadata over IMDSv2 (EC2 guide, "Use IMDS"), and never falls back to IMDSv1.</summary>
internal sealed class InstanceMetadataClient(HttpClient http, MetadataOptions options, TimeProvider time)
{
    private readonly MetadataTransport transport = new(http, options, time);
    private volatile string? token;
    private TimeSpan clockOffset;

    public Uri Endpoint => options.Endpoint;

    public MetadataProbe Probe { get; } = new(http, options, time);

    /// <summary>The time by the service's clock, as its last answer told it, or else by this machine's.</summary>
    internal DateTime ServiceTime => (time.GetUtcNow() + clockOffset).UtcDateTime;

    /// <summary>
    /// Goes past every proxy, which would answer from its own instance, or be refused for the X-Forwarded-For that it adds.
    /// </summary>
    public static HttpClient CreateHttpClient(TracedConnections? connections = null) => new(new HttpConnections(proxy: null, connections: connections))
    {
        Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = 1 << 20,
    };

    /// <summary>Reads with a token that the probe got, so that none is asked for again.</summary>
    public void UseToken(Secret issued) => token = issued.Reveal();

    /// <summary>Gets the session token of IMDSv2, once; throws what the probe finds.</summary>
    public async Task<string> AuthorizeAsync(CancellationToken cancellationToken)
    {
        if (token is { } known && !options.Disabled) return known;
        var diagnosis = await Probe.ProbeAsync(detailed: false, cancellationToken).ConfigureAwait(false);
        UseToken(diagnosis.Token ?? throw new AssumeRoleException(diagnosis.Finding!, diagnosis.Error));
        return diagnosis.Token.Reveal();
    }

    /// <summary>Reads one path below the root; null if there is no such path.</summary>
    public async Task<string?> GetAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(path, isJson: false, cancellationToken).ConfigureAwait(false);
        return answer.Has(404) ? null : answer.Body.Trim();
    }

    /// <summary>Reads one path, again if the answer may be another the next time. The status of what it returns is 200 or 404.</summary>
    internal async Task<MetadataAnswer> ReadAsync(string path, bool isJson, CancellationToken cancellationToken)
    {
        for (var renewed = false; ; renewed = true)
        {
            var shown = await AuthorizeAsync(cancellationToken).ConfigureAwait(false);
            var answer = await MetadataRetry.ReadAsync(options, isJson, over => SendAsync(path, shown, over), time, cancellationToken)
                .ConfigureAwait(false);
            if (answer.Has(200) || answer.Has(404)) return answer;
            // The token ran out, or the instance was moved: tokens are bound to the instance.
            if (!answer.Has(401) || renewed) throw new AssumeRoleException(Explain(path, answer), answer.Error);
            Interlocked.CompareExchange(ref token, null, shown);
        }
    }

    private async Task<MetadataAnswer> SendAsync(string path, string shown, CancellationToken over)
    {
        var answer = await transport.SendAsync(HttpMethod.Get, path, shown, over).ConfigureAwait(false);
        if (answer.Date is { } date) clockOffset = date - time.GetUtcNow();
        return answer;
    }

    /// <summary>A token was issued, so the way is open and the hop limit is not in question.</summary>
    private Finding Explain(string path, MetadataAnswer answer)
    {
        var finding = MetadataFault.Explain(options.Endpoint.WithoutSecrets(), $"GET /{path}", answer);
        return finding.Kind.Id is nameof(FindingCatalogue.MetadataSilent)
            ? finding with { Cause = "The instance metadata service stopped answering.", Remedy = FindingCatalogue.MetadataSlow.Remedy }
            : finding;
    }
}

/// <summary>How to reach the instance metadata service (AWS SDK reference, "IMDS credential provider").</summary>
internal sealed record MetadataOptions(Uri Endpoint, bool Disabled, TimeSpan Timeout, int Attempts)
{
    private const string TimeoutVariable = "AWS_METADATA_SERVICE_TIMEOUT";
    private const string AttemptsVariable = "AWS_METADATA_SERVICE_NUM_ATTEMPTS";

    /// <summary>How long to wait before the next attempt, unless the last one timed out.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Reads the options from the environment: 1 second and 2 attempts unless it says otherwise.</summary>
    public static MetadataOptions Read(IEnvironmentVariables variables, Lazy<AwsProfileStore>? files = null) => new(
        ReadEndpoint(variables, files ?? AwsProfileStore.ReadLater(variables)),
        variables.IsTrue("AWS_EC2_METADATA_DISABLED"),
        TimeSpan.FromSeconds(ReadNumber(variables, TimeoutVariable, NumberStyles.AllowDecimalPoint, 1, 0.001, 3600)),
        (int)ReadNumber(variables, AttemptsVariable, NumberStyles.None, 2, 1, 100));

    private static Uri ReadEndpoint(IEnvironmentVariables variables, Lazy<AwsProfileStore> files)
    {
        // The endpoint wins over the mode, and a variable over the profile.
        var profile = new Lazy<AwsProfile?>(() =>
            files.Value.Find(AwsProfileStore.FindName(variables)?.Name ?? AwsProfileStore.DefaultName));
        var (endpointOrigin, endpoint) =
            ProfileSetting.Find(variables, "AWS_EC2_METADATA_SERVICE_ENDPOINT", profile, "ec2_metadata_service_endpoint");
        if (endpoint is not null)
        {
            return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? uri
                : throw ProfileSetting.Invalid(endpointOrigin, endpoint, "an http or https address");
        }

        var (modeOrigin, mode) =
            ProfileSetting.Find(variables, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", profile, "ec2_metadata_service_endpoint_mode");
        if (mode is null || mode.Equals("IPv4", StringComparison.OrdinalIgnoreCase)) return new Uri("http://169.254.169.254");
        return mode.Equals("IPv6", StringComparison.OrdinalIgnoreCase)
            ? new Uri("http://[fd00:ec2::254]")
            : throw ProfileSetting.Invalid(modeOrigin, mode, "IPv4 or IPv6");
    }

    private static double ReadNumber(
        IEnvironmentVariables variables, string name, NumberStyles style, double otherwise, double least, double most)
    {
        if (variables.GetNonEmpty(name) is not { } text) return otherwise;
        return double.TryParse(text, style, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
                ? number
                : throw ProfileSetting.Invalid(name, text, "a positive number");
    }
}

/// <summary>
/// Repeats a read whose next attempt may succeed, as botocore does for instance metadata and for container endpoints: after an answer of
/// 404, 429 or 5xx, an empty or broken one, or none. Other refusals, such as 403, are final.
/// </summary>
internal static class MetadataRetry
{
    /// <summary>Reads until an answer is final or the attempts are used up; the last answer counts.</summary>
    public static async Task<MetadataAnswer> ReadAsync(
        MetadataOptions options,
        bool isJson,
        Func<CancellationToken, Task<MetadataAnswer>> send,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            MetadataAnswer answer;
            using (var patience = new CancellationTokenSource(options.Timeout, time))
            using (var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken))
                answer = await send(either.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (attempt >= options.Attempts || IsFinal(answer, isJson)) return answer;
            // An attempt that timed out has waited long enough.
            if (options.Pause > TimeSpan.Zero && answer.Kind is not (MetadataAnswerKind.Silent or MetadataAnswerKind.Slow))
                await Task.Delay(options.Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsFinal(MetadataAnswer answer, bool isJson) =>
        answer.Error is AssumeRoleException || (answer.IsSettled && !answer.Has(404) && (!isJson || !answer.Has(200) || IsJson(answer.Body)));

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
