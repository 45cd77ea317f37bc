using System.Globalization;
using System.Text.RegularExpressions;
using AssumeRole.Findings;

namespace AssumeRole.Metadata;

internal static class MetadataFault
{
    /// <summary>The finding that an answer alone gives.</summary>
    /// <param name="request">The request as it begins a sentence: PUT /latest/api/token.</param>
    public static Finding Explain(string target, string request, MetadataAnswer answer)
    {
        var evidence = Describe(request, answer);
        return answer switch
        {
            { Kind: MetadataAnswerKind.Silent } => FindingCatalogue.MetadataSilent.For(target, evidence),
            { Kind: MetadataAnswerKind.Slow } => FindingCatalogue.MetadataSlow.For(target, evidence),
            { Kind: MetadataAnswerKind.Unreachable } => FindingCatalogue.MetadataUnavailable.For(target, evidence),
            { Kind: MetadataAnswerKind.Invalid } or { Status: < 400 } => FindingCatalogue.MetadataAnswerInvalid.For(target, evidence),
            { Status: 403 } => FindingCatalogue.MetadataDisabled.For(
                target,
                evidence,
                cause: "The instance metadata service is switched off, or a proxy adds X-Forwarded-For to what it passes on."),
            { Status: 404 or 405 } => FindingCatalogue.MetadataProxy.For(target, evidence),
            { Status: 400 } => FindingCatalogue.MetadataServiceError.For(
                target,
                evidence,
                cause: "The metadata service does not take the request as it arrives.",
                remedy: "Something on the way may strip the header X-aws-ec2-metadata-token-ttl-seconds; let this worker reach the "
                    + "service directly."),
            _ => FindingCatalogue.MetadataServiceError.For(target, evidence),
        };
    }

    /// <summary>Whether a body is a token: it is sent back as the value of a header.</summary>
    public static bool IsToken(string body) => body.Length is > 0 and <= 4096 && body.All(character => character is > ' ' and < '\x7F');

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

/// <summary>How words from the network stand in a finding, and the commands that its remedies name.</summary>
internal static partial class MetadataText
{
    /// <summary>Where the id of an instance is that does not tell it (EC2 guide, "Detect whether a host is an EC2 instance").</summary>
    public const string WhereIdIs =
        "On a Nitro instance <id> is what cat /sys/devices/virtual/dmi/id/board_asset_tag prints; the EC2 console lists it too.";

    private const int MaxLength = 300;

    public static string Modify(string? instanceId, string? region, string options) =>
        $"aws ec2 modify-instance-metadata-options --instance-id {instanceId ?? "<id>"} {options}"
            + (region is null ? string.Empty : $" --region {region}");

    public static string OnOneLine(string? text)
    {
        var line = Unprintable().Replace(text ?? string.Empty, " ").Trim();
        return line.Length <= MaxLength ? line : line[..MaxLength] + "…";
    }

    public static string? ReadInstanceId(string text) => text.Trim() is var id && InstanceId().IsMatch(id) ? id : null;

    // It becomes part of a command that is pasted into a shell, so nothing else may pass.
    [GeneratedRegex(@"^i-[0-9a-f]{1,32}\z")]
    private static partial Regex InstanceId();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Unprintable();
}
