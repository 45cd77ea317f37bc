using System.Globalization;
using System.Text.RegularExpressions;
using AssumeRole.Roles;
using AssumeRole.Sandbox.Protocol;

namespace AssumeRole.Sandbox.Sts;

internal sealed class AssumeRoleParameters(QueryParameters query, int? durationSeconds)
{
    public const int DefaultDuration = 3600;

    // The patterns of the service's model (botocore sts/2011-06-15/service-2.json).
    private const string Name = @"[\w+=,.@-]*";
    private const string Arn = @"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+";
    private const string PolicyText = @"[\u0009\u000A\u000D\u0020-\u00FF]+";
    private const string ExternalIdText = @"[\w+=,.@:\/-]*";
    private const string TagKey = @"[\p{L}\p{Z}\p{N}_.:/=+\-@]+";
    private const string TagValue = @"[\p{L}\p{Z}\p{N}_.:/=+\-@]*";

    public string? RoleArn { get; } = query["RoleArn"];

    public string? RoleSessionName { get; } = query["RoleSessionName"];

    public int? DurationSeconds { get; } = durationSeconds;

    public string? Policy { get; } = query["Policy"];

    public IReadOnlyList<string> PolicyArns { get; } = [.. query.Structures("PolicyArns", "arn").Select(item => item[0]!)];

    public string? ExternalId { get; } = query["ExternalId"];

    public string? SourceIdentity { get; } = query["SourceIdentity"];

    public string? SerialNumber { get; } = query["SerialNumber"];

    public string? TokenCode { get; } = query["TokenCode"];

    public IReadOnlyList<SessionTag> Tags { get; } =
        [.. query.Structures("Tags", "Key", "Value").Select(item => new SessionTag(item[0] ?? "", item[1] ?? ""))];

    public IReadOnlyList<string> TransitiveTagKeys { get; } = query.List("TransitiveTagKeys");

    public string? WebIdentityToken { get; } = query["WebIdentityToken"];

    /// <summary>Returns null if the duration is not a number: STS checks nothing else then.</summary>
    public static AssumeRoleParameters? Read(QueryParameters query)
    {
        if (query["DurationSeconds"] is not { } text) return new AssumeRoleParameters(query, null);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
            ? new AssumeRoleParameters(query, seconds)
            : null;
    }

    public AwsError? Check(bool withWebIdentity)
    {
        var check = new ParameterCheck();
        check.Required(RoleArn, "roleArn");
        check.Text(RoleArn, "roleArn", 20, 2048, Arn);
        check.Required(RoleSessionName, "roleSessionName");
        check.Text(RoleSessionName, "roleSessionName", 2, 64, Name);
        check.Range(DurationSeconds, "durationSeconds", 900, 43200);
        check.Text(Policy, "policy", 1, 2048, PolicyText);
        check.Count(PolicyArns, "policyArns", 10);
        if (withWebIdentity)
        {
            check.Required(WebIdentityToken, "webIdentityToken");
            check.Text(WebIdentityToken, "webIdentityToken", 4, 20000);
            return check.Error;
        }

        check.Text(ExternalId, "externalId", 2, 1224, ExternalIdText);
        check.Text(SourceIdentity, "sourceIdentity", 2, 64, Name);
        check.MfaCode(SerialNumber, TokenCode);
        check.Count(Tags, "tags", 50);
        check.Count(TransitiveTagKeys, "transitiveTagKeys", 50);
        for (var index = 0; index < Tags.Count; index++)
        {
            var member = string.Create(CultureInfo.InvariantCulture, $"tags.{index + 1}.member");
            check.Text(Tags[index].Key, $"{member}.key", 1, 128, TagKey);
            check.Text(Tags[index].Value, $"{member}.value", 0, 256, TagValue);
        }

        return check.Error;
    }
}

/// <summary>Checks parameters against the service's model. All complaints are in one message, in the words of STS.</summary>
internal sealed class ParameterCheck
{
    private readonly List<string> complaints = [];

    public AwsError? Error => complaints.Count switch
    {
        0 => null,
        1 => StsErrors.Validation($"1 validation error detected: {complaints[0]}"),
        var count => StsErrors.Validation($"{count} validation errors detected: {string.Join("; ", complaints)}"),
    };

    public void Required(string? value, string member)
    {
        if (value is null) Complain(null, member, "Member must not be null");
    }

    public void Text(string? value, string member, int least, int most, string? pattern = null)
    {
        if (value is null) return;
        if (pattern is not null && !Matches(value, pattern))
            Complain(value, member, $"Member must satisfy regular expression pattern: {pattern}");
        if (value.Length < least) Complain(value, member, $"Member must have length greater than or equal to {Number(least)}");
        if (value.Length > most) Complain(value, member, $"Member must have length less than or equal to {Number(most)}");
    }

    public void Range(int? value, string member, int least, int most)
    {
        if (value is not { } number) return;
        if (number < least) Complain(Number(number), member, $"Member must have value greater than or equal to {Number(least)}");
        if (number > most) Complain(Number(number), member, $"Member must have value less than or equal to {Number(most)}");
    }

    public void MfaCode(string? serialNumber, string? tokenCode)
    {
        Text(serialNumber, "serialNumber", 9, 256, @"[\w+=/:,.@-]*");
        Text(tokenCode, "tokenCode", 6, 6, @"[\d]*");
    }

    public void Count<T>(IReadOnlyCollection<T> values, string member, int most)
    {
        if (values.Count > most)
            Complain($"[{string.Join(", ", values)}]", member, $"Member must have length less than or equal to {Number(most)}");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool Matches(string value, string pattern)
    {
        // ECMAScript makes \w ASCII, as it is in Java, in which STS is written; it knows no \p.
        var options = pattern.Contains(@"\p", StringComparison.Ordinal) ? RegexOptions.None : RegexOptions.ECMAScript;
        return Regex.IsMatch(value, $@"\A{pattern}\z", options);
    }

    private void Complain(string? value, string member, string constraint)
    {
        var shown = value is null ? "null" : $"'{value}'";
        complaints.Add($"Value {shown} at '{member}' failed to satisfy constraint: {constraint}");
    }
}
