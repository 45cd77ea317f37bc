using System.Globalization;
using System.Text.RegularExpressions;
using AssumeRole.Credentials;

namespace AssumeRole.Rotation;

/// <summary>
/// A secret's description, which names the session in it. It is replaced together with the value, so it holds for the value, and a rotation
/// need not read a secret to know whether it must be renewed. The parts of one session have the same end of the access key id.
/// </summary>
internal sealed partial record SecretDescription(string RoleArn, string KeyEnd, DateTimeOffset Updated, DateTimeOffset Expiration)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int ShownOfKey = 4;

    public static SecretDescription Of(SessionCredentials session, DateTimeOffset now) => new(
        session.RoleArn,
        session.AccessKeyId.Length > ShownOfKey ? session.AccessKeyId[^ShownOfKey..] : "none",
        now,
        new DateTimeOffset(session.Expiration, TimeSpan.Zero));

    /// <summary>Null if the description is not one of this program's.</summary>
    public static SecretDescription? Parse(string text)
    {
        var match = Pattern().Match(text);
        return match.Success && ParseTime(match.Groups["updated"]) is { } updated && ParseTime(match.Groups["expires"]) is { } expires
            ? new SecretDescription(match.Groups["role"].Value, match.Groups["key"].Value, updated, expires)
            : null;
    }

    public bool IsOfSameSession(SecretDescription other) =>
        (RoleArn, KeyEnd, Expiration) == (other.RoleArn, other.KeyEnd, other.Expiration);

    public override string ToString() =>
        $"STS credentials for Concourse, kept by assumerole. Role: {RoleArn}. Key ends in {KeyEnd}. "
        + $"Last updated: {Format(Updated)}. Expires: {Format(Expiration)}.";

    private static string Format(DateTimeOffset moment) => moment.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static DateTimeOffset? ParseTime(Group text) => DateTimeOffset.TryParseExact(
        text.Value, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
        ? moment
        : null;

    [GeneratedRegex(@"Role: (?<role>\S+)\. Key ends in (?<key>\S+)\. Last updated: (?<updated>\S+)\. Expires: (?<expires>\S+)\.\z")]
    private static partial Regex Pattern();
}
