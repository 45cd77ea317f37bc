using System.Globalization;
using AssumeRole.Findings;

namespace AssumeRole.Metadata;

/// <summary>Says what is wrong with one answer of the metadata service.</summary>
internal static class MetadataFault
{
    /// <summary>What an answer alone tells.</summary>
    public static MetadataVerdict Verdict(MetadataAnswer answer) => answer switch
    {
        { Kind: MetadataAnswerKind.Silent } => MetadataVerdict.Silent,
        { Kind: MetadataAnswerKind.Slow } => MetadataVerdict.Slow,
        { Kind: MetadataAnswerKind.Unreachable } => MetadataVerdict.Unreachable,
        { Kind: MetadataAnswerKind.Invalid } or { Status: < 400 } => MetadataVerdict.AnswerInvalid,
        { Status: 403 } => MetadataVerdict.Disabled,
        { Status: 404 or 405 } => MetadataVerdict.Proxy,
        _ => MetadataVerdict.ServiceError,
    };

    /// <summary>The finding for a request that was not answered as it should be.</summary>
    /// <param name="target">The service's address.</param>
    /// <param name="request">What was asked, as it begins a sentence: PUT /latest/api/token.</param>
    /// <param name="answer">How it ended.</param>
    public static Finding Of(string target, string request, MetadataAnswer answer)
    {
        var evidence = Describe(request, answer);
        return Verdict(answer) switch
        {
            MetadataVerdict.Silent => FindingCatalogue.MetadataSilent.For(target, evidence),
            MetadataVerdict.Slow => FindingCatalogue.MetadataSlow.For(target, evidence),
            MetadataVerdict.Unreachable => FindingCatalogue.MetadataUnavailable.For(target, evidence),
            MetadataVerdict.Disabled => FindingCatalogue.MetadataDisabled.For(
                target,
                evidence,
                cause: "The instance metadata service is switched off, or a proxy adds X-Forwarded-For to what it passes on."),
            MetadataVerdict.Proxy => FindingCatalogue.MetadataProxy.For(target, evidence),
            MetadataVerdict.ServiceError when answer.Status == 400 => FindingCatalogue.MetadataServiceError.For(
                target,
                evidence,
                cause: "The metadata service does not take the request as it arrives.",
                remedy: "Something on the way may strip the header X-aws-ec2-metadata-token-ttl-seconds; let this worker reach the "
                    + "service directly."),
            MetadataVerdict.ServiceError => FindingCatalogue.MetadataServiceError.For(target, evidence),
            _ => FindingCatalogue.MetadataAnswerInvalid.For(target, evidence),
        };
    }

    /// <summary>Whether a body is a token: it is sent back as the value of a header.</summary>
    public static bool IsToken(string body) => body.Length is > 0 and <= 4096 && body.All(character => character is > ' ' and < '\x7F');

    /// <summary>How a request ended, as a sentence.</summary>
    public static string Describe(string request, MetadataAnswer answer) => answer.Kind switch
    {
        MetadataAnswerKind.Silent => $"{request} was not answered within {Span(answer.Elapsed)}.",
        MetadataAnswerKind.Slow => $"The answer to {Within(request)} began and was not complete within {Span(answer.Elapsed)}.",
        MetadataAnswerKind.Unreachable when IsForToken(request) => answer.Reason,
        MetadataAnswerKind.Unreachable or MetadataAnswerKind.Invalid => $"{request}: {answer.Reason}",
        _ when answer.Status == 200 && IsForToken(request) =>
            $"{request} was answered with {answer.Body.Length} characters that are no token.",
        _ => $"{request} was answered with {answer.Status} in {Span(answer.Elapsed)}"
            + (answer.Server.Length == 0 ? "." : $" (Server: {answer.Server}).")
            + (answer.Refusal.Length == 0 ? string.Empty : " " + answer.Refusal),
    };

    public static string RaiseHopLimit(string? instanceId) =>
        $"Raise it: {MetadataText.Modify(instanceId, null, "--http-put-response-hop-limit 2 --http-endpoint enabled")}. "
            + (instanceId is null ? MetadataText.WhereIdIs + " " : string.Empty)
            + "If the limit is 2 already, the container stands one hop further away: use 3.";

    private static bool IsForToken(string request) => request.StartsWith("PUT", StringComparison.Ordinal);

    private static string Within(string request) => request.StartsWith("A ", StringComparison.Ordinal) ? "a" + request[1..] : request;

    private static string Span(TimeSpan span) => span.TotalSeconds < 1
        ? $"{span.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms"
        : $"{span.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture)} s";
}
