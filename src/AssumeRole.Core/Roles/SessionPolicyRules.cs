using System.Text.Json;
using System.Text.RegularExpressions;
using AssumeRole.Findings;

namespace AssumeRole.Roles;

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
