using System.Globalization;
using AssumeRole.Sandbox.Sessions;

namespace AssumeRole.Sandbox.Sts;

/// <summary>The parameters of sts:AssumeRole and sts:AssumeRoleWithWebIdentity, as sent.</summary>
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

    /// <summary>Reads the parameters, or gives null if the duration is no number: STS gets no further then.</summary>
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

    /// <summary>Checks everything against the service's model.</summary>
    public StsError? Check(bool withWebIdentity)
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
