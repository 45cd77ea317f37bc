using System.Text.RegularExpressions;

namespace AssumeRole.Metadata;

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
