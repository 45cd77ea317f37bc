using System.Text.Json;
using System.Text.RegularExpressions;
using AssumeRole.Findings;

namespace AssumeRole.Roles;

/// <summary>The limits of the single fields of sts:AssumeRole (STS API reference, AssumeRole).</summary>
internal static partial class RoleRequestRules
{
    public static string SessionName(string text, string origin) => SessionNamePattern().IsMatch(text)
        ? text
        : throw FindingCatalogue.RoleSessionNameInvalid.Error(text, $"{origin} is '{text}', {text.Length} characters.");

    public static void CheckExternalId(string? text)
    {
        if (text is not null && !ExternalIdPattern().IsMatch(text))
            throw FindingCatalogue.ExternalIdInvalid.Error("ExternalId", $"It has {text.Length} characters.");
    }

    public static void CheckSourceIdentity(string? text)
    {
        if (text is null) return;
        if (!SessionNamePattern().IsMatch(text) || text.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            throw FindingCatalogue.SourceIdentityInvalid.Error(text, $"It is '{text}', {text.Length} characters.");
    }

    public static MfaDevice? Mfa(string? serialNumber, string? tokenCode, string origin = "-SerialNumber")
    {
        if (tokenCode is not null) CheckTokenCode(tokenCode);
        if (serialNumber is null) return null;
        if (!SerialNumberPattern().IsMatch(serialNumber))
            throw FindingCatalogue.MfaInvalid.Error(
                serialNumber, $"{origin} is '{serialNumber}', and not 9 to 256 of the characters A-Z a-z 0-9 _ + = / : , . @ -.");
        return new MfaDevice(serialNumber, tokenCode);
    }

    public static void CheckTokenCode(string tokenCode)
    {
        if (!TokenCodePattern().IsMatch(tokenCode))
            throw FindingCatalogue.MfaInvalid.Error("TokenCode", $"The code is not six digits: it has {tokenCode.Length} characters.");
    }

    // \w of AWS's own patterns is ASCII; .NET's is not.
    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]{2,64}\z")]
    private static partial Regex SessionNamePattern();

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@:/-]{2,1224}\z")]
    private static partial Regex ExternalIdPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_+=/:,.@-]{9,256}\z")]
    private static partial Regex SerialNumberPattern();

    [GeneratedRegex(@"^[0-9]{6}\z")]
    private static partial Regex TokenCodePattern();
}

/// <summary>The limits of session policies (STS API reference, AssumeRole, Policy and PolicyArns).</summary>
internal static partial class SessionPolicyRules
{
    private const int MaximumCharacters = 2048;
    private const int MaximumArns = 10;

    public static void Check(string? policy, IReadOnlyList<string> policyArns)
    {
        if (policyArns.Count > MaximumArns) throw Fault("PolicyArn", $"{policyArns.Count} policy ARNs were given.");
        var characters = policy?.Length ?? 0;
        foreach (var arn in policyArns)
        {
            if (!PolicyArnPattern().IsMatch(arn)) throw Fault(arn, $"'{arn}' is not the ARN of a managed policy.");
            characters += arn.Length;
        }

        if (characters > MaximumCharacters) throw Fault("Policy", $"Policy and ARNs have {characters} characters.");
        if (policy is not null) CheckDocument(policy);
    }

    private static void CheckDocument(string policy)
    {
        if (!CharacterPattern().IsMatch(policy)) throw Fault("Policy", "It is empty or has a character that STS does not take.");
        try
        {
            using var document = JsonDocument.Parse(policy);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Fault("Policy", "It is JSON, but not an object.");
        }
        catch (JsonException error)
        {
            throw FindingCatalogue.SessionPolicyInvalid.Error("Policy", $"It is not JSON: {error.Message}", inner: error);
        }
    }

    private static AssumeRoleException Fault(string target, string evidence) =>
        FindingCatalogue.SessionPolicyInvalid.Error(target, evidence);

    [GeneratedRegex(@"^[\u0009\u000A\u000D\u0020-\u00FF]+\z")]
    private static partial Regex CharacterPattern();

    [GeneratedRegex(@"^arn:[a-z][a-z0-9-]{1,31}:iam::([0-9]{12}|aws):policy/[\x21-\x7E]{1,512}\z")]
    private static partial Regex PolicyArnPattern();
}

/// <summary>The limits of session tags (IAM guide, "Pass session tags in AWS STS").</summary>
internal static partial class SessionTagRules
{
    private const int MaximumTags = 50;

    public static void Check(IReadOnlyList<SessionTag> tags, IReadOnlyList<string> transitiveKeys)
    {
        if (tags.Count > MaximumTags) throw Fault("Tag", $"{tags.Count} tags were given.");
        if (transitiveKeys.Count > MaximumTags) throw Fault("TransitiveTagKey", $"{transitiveKeys.Count} transitive keys were given.");

        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in tags)
        {
            if (!KeyPattern().IsMatch(tag.Key)) throw Fault(tag.Key, $"The key '{tag.Key}' has {tag.Key.Length} characters or one that is not allowed.");
            if (tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw Fault(tag.Key, $"The key '{tag.Key}' begins with aws:.");
            if (!ValuePattern().IsMatch(tag.Value)) throw Fault(tag.Key, $"The value of '{tag.Key}' has {tag.Value.Length} characters or one that is not allowed.");
            if (!keys.Add(tag.Key)) throw Fault(tag.Key, $"The key '{tag.Key}' is there twice.");
        }

        foreach (var key in transitiveKeys)
            if (!keys.Contains(key)) throw Fault(key, $"The transitive key '{key}' is not among the tags.");
    }

    private static AssumeRoleException Fault(string target, string evidence) => FindingCatalogue.TagInvalid.Error(target, evidence);

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}\z")]
    private static partial Regex KeyPattern();

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}\z")]
    private static partial Regex ValuePattern();
}
