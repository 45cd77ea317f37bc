using System.Text.RegularExpressions;

namespace AssumeRole.Sandbox.Sts;

/// <summary>The patterns of the service's model (botocore sts/2011-06-15/service-2.json), between \A and \z.</summary>
internal static partial class ParameterPatterns
{
    // ECMAScript makes \w ASCII, as it is in Java, which checks these on the other side.
    [GeneratedRegex(@"\A[\w+=,.@-]*\z", RegexOptions.ECMAScript)]
    public static partial Regex Name();

    [GeneratedRegex(@"\A[\w+=,.@:\/-]*\z", RegexOptions.ECMAScript)]
    public static partial Regex ExternalId();

    [GeneratedRegex(@"\A[\w+=/:,.@-]*\z", RegexOptions.ECMAScript)]
    public static partial Regex SerialNumber();

    [GeneratedRegex(@"\A[\d]*\z", RegexOptions.ECMAScript)]
    public static partial Regex TokenCode();

    [GeneratedRegex(@"\A[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+\z")]
    public static partial Regex Arn();

    [GeneratedRegex(@"\A[\u0009\u000A\u000D\u0020-\u00FF]+\z")]
    public static partial Regex Policy();

    [GeneratedRegex(@"\A[\p{L}\p{Z}\p{N}_.:/=+\-@]+\z")]
    public static partial Regex TagKey();

    [GeneratedRegex(@"\A[\p{L}\p{Z}\p{N}_.:/=+\-@]*\z")]
    public static partial Regex TagValue();
}
