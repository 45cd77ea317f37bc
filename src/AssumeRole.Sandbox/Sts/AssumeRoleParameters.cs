using System.Globalization;
using System.Text.RegularExpressions;
using AssumeRole.Roles;
using AssumeRole.Sandbox.Protocol;

namespace AssumeRole.Sandbox.Sts;

/// <summary>The parameters of the actions that issue sessions, as sent.</summary>
internal sealed record AssumeRoleParameters
{
    public const int DefaultDuration = 3600;

    public string? RoleArn { get; private init; }

    public string? RoleSessionName { get; private init; }

    public int? DurationSeconds { get; private init; }

    public string? Policy { get; private init; }

    public IReadOnlyList<string> PolicyArns { get; private init; } = [];

    public string? ExternalId { get; private init; }

    public string? SourceIdentity { get; private init; }

    public string? SerialNumber { get; private init; }

    public string? TokenCode { get; private init; }

    public IReadOnlyList<SessionTag> Tags { get; private init; } = [];

    public IReadOnlyList<string> TransitiveTagKeys { get; private init; } = [];

    public string? WebIdentityToken { get; private init; }

    /// <summary>Returns null if the duration is not a number: STS checks nothing else then.</summary>
    public static AssumeRoleParameters? Read(QueryParameters query)
    {
        int? duration = null;
        if (query["DurationSeconds"] is { } text)
        {
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return null;
            duration = number;
        }

        return new AssumeRoleParameters
        {
            RoleArn = query["RoleArn"],
            RoleSessionName = query["RoleSessionName"],
            DurationSeconds = duration,
            Policy = query["Policy"],
            PolicyArns = [.. query.Structures("PolicyArns", "arn").Select(item => item[0]!)],
            ExternalId = query["ExternalId"],
            SourceIdentity = query["SourceIdentity"],
            SerialNumber = query["SerialNumber"],
            TokenCode = query["TokenCode"],
            Tags = [.. query.Structures("Tags", "Key", "Value").Select(item => new SessionTag(item[0] ?? "", item[1] ?? ""))],
            TransitiveTagKeys = query.List("TransitiveTagKeys"),
            WebIdentityToken = query["WebIdentityToken"],
        };
    }

    /// <summary>Checks all parameters against the service's model.</summary>
    public AwsError? Check(bool withWebIdentity)
    {
        var check = new ParameterCheck();
        check.Required(RoleArn, "roleArn");
        check.Text(RoleArn, "roleArn", 20, 2048, ParameterPatterns.Arn());
        check.Required(RoleSessionName, "roleSessionName");
        check.Text(RoleSessionName, "roleSessionName", 2, 64, ParameterPatterns.Name());
        check.Range(DurationSeconds, "durationSeconds", 900, 43200);
        check.Text(Policy, "policy", 1, 2048, ParameterPatterns.Policy());
        check.Count(PolicyArns, "policyArns", 10);
        if (withWebIdentity)
        {
            check.Required(WebIdentityToken, "webIdentityToken");
            check.Text(WebIdentityToken, "webIdentityToken", 4, 20000);
            return check.Error;
        }

        check.Text(ExternalId, "externalId", 2, 1224, ParameterPatterns.ExternalId());
        check.Text(SourceIdentity, "sourceIdentity", 2, 64, ParameterPatterns.Name());
        check.MfaCode(SerialNumber, TokenCode);
        check.Count(Tags, "tags", 50);
        check.Count(TransitiveTagKeys, "transitiveTagKeys", 50);
        for (var index = 0; index < Tags.Count; index++)
        {
            var member = string.Create(CultureInfo.InvariantCulture, $"tags.{index + 1}.member");
            check.Text(Tags[index].Key, $"{member}.key", 1, 128, ParameterPatterns.TagKey());
            check.Text(Tags[index].Value, $"{member}.value", 0, 256, ParameterPatterns.TagValue());
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

    public void Text(string? value, string member, int least, int most, Regex? pattern = null)
    {
        if (value is null) return;
        if (pattern is not null && !pattern.IsMatch(value))
            Complain(value, member, $"Member must satisfy regular expression pattern: {PatternText(pattern)}");
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
        Text(serialNumber, "serialNumber", 9, 256, ParameterPatterns.SerialNumber());
        Text(tokenCode, "tokenCode", 6, 6, ParameterPatterns.TokenCode());
    }

    public void Count<T>(IReadOnlyCollection<T> values, string member, int most)
    {
        if (values.Count > most)
            Complain($"[{string.Join(", ", values)}]", member, $"Member must have length less than or equal to {Number(most)}");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The pattern as the service's model has it, without the anchors that .NET needs.</summary>
    private static string PatternText(Regex pattern) => pattern.ToString()[2..^2];

    private void Complain(string? value, string member, string constraint)
    {
        var shown = value is null ? "null" : $"'{value}'";
        complaints.Add($"Value {shown} at '{member}' failed to satisfy constraint: {constraint}");
    }
}

/// <summary>The patterns of the service's model (botocore sts/2011-06-15/service-2.json), between \A and \z.</summary>
internal static partial class ParameterPatterns
{
    // ECMAScript makes \w ASCII, as it is in Java, in which STS is written.
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
