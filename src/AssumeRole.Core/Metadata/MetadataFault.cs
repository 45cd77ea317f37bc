using System.Globalization;
using System.Text.RegularExpressions;
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

/// <summary>How words from the network stand in a finding, and the commands that its remedies name.</summary>
internal static partial class MetadataText
{
    /// <summary>Where the id of an instance is that does not tell it (EC2 guide, "Detect whether a host is an EC2 instance").</summary>
    public const string WhereIdIs =
        "On a Nitro instance <id> is what cat /sys/devices/virtual/dmi/id/board_asset_tag prints; the EC2 console lists it too.";

    private const int MaxLength = 300;

    /// <summary>The command that changes an instance's metadata options.</summary>
    public static string Modify(string? instanceId, string? region, string options) =>
        $"aws ec2 modify-instance-metadata-options --instance-id {instanceId ?? "<id>"} {options}"
            + (region is null ? string.Empty : $" --region {region}");

    /// <summary>The text without line ends, control characters and whatever goes beyond a few hundred characters.</summary>
    public static string OnOneLine(string? text)
    {
        text ??= string.Empty;
        var line = IsWord(text) ? text : Unprintable().Replace(text, " ").Trim();
        return line.Length <= MaxLength ? line : line[..MaxLength] + "…";
    }

    /// <summary>The id of an instance, or null if the text is something else.</summary>
    public static string? ReadInstanceId(string text) => text.Trim() is var id && InstanceId().IsMatch(id) ? id : null;

    /// <summary>The name of a region, or null if the text is something else.</summary>
    public static string? ReadRegion(string? text) => text is not null && Region().IsMatch(text) ? text : null;

    /// <summary>A word, as the Server header of the service is, needs no expression, and none has to be loaded for it.</summary>
    private static bool IsWord(string text)
    {
        foreach (var character in text)
            if (character is <= ' ' or > '~') return false;
        return true;
    }

    // It becomes part of a command that is pasted into a shell, so nothing else may pass.
    [GeneratedRegex(@"^i-[0-9a-f]{1,32}\z")]
    private static partial Regex InstanceId();

    [GeneratedRegex(@"^[a-z]{2,8}(-[a-z0-9]{1,16}){1,4}\z")]
    private static partial Regex Region();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Unprintable();
}
