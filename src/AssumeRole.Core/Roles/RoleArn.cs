using System.Text.RegularExpressions;
using AssumeRole.Findings;

namespace AssumeRole.Roles;

/// <summary>The ARN of an IAM role, <c>arn:partition:iam::account:role/path/name</c>, in any partition.</summary>
/// <param name="Partition">aws, aws-cn, aws-us-gov or another.</param>
/// <param name="Account">The twelve digits of the account.</param>
/// <param name="Path">The path with both slashes, <c>/</c> if there is none.</param>
public sealed partial record RoleArn(string Partition, string Account, string Path, string Name)
{
    /// <summary>Reads a role's ARN.</summary>
    /// <param name="text">The ARN; white space around it (a line end from a secret store) is ignored.</param>
    /// <param name="origin">Where the text stands, for the error: a parameter, a variable, a setting; null if the error says so itself.</param>
    /// <exception cref="AssumeRoleException">
    /// ArnMalformed, ArnNotRole or AccountIdInvalid, with the corrected ARN as remedy where there can be only one.
    /// </exception>
    public static RoleArn Parse(string text, string? origin = null)
    {
        var trimmed = text.Trim();
        var match = Pattern().Match(trimmed);
        return match.Success && trimmed.Length <= 2048
            ? new RoleArn(
                match.Groups["partition"].Value,
                match.Groups["account"].Value,
                match.Groups["path"].Value,
                match.Groups["name"].Value)
            : throw new AssumeRoleException(Explain(trimmed, origin));
    }

    private static Finding Explain(string text, string? origin)
    {
        var finding = RoleArnDiagnosis.Explain(text);
        return origin is null ? finding : finding with { Evidence = $"{origin} is '{PlainText.Shorten(text)}'. {finding.Evidence}" };
    }

    /// <summary>The ARN as AWS writes it.</summary>
    public override string ToString() => $"arn:{Partition}:iam::{Account}:role{Path}{Name}";

    internal static bool IsAccount(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    // IAM: a path is / or / + printable ASCII + /, a name is 1 to 64 of [\w+=,.@-] (IAM API reference, CreateRole).
    [GeneratedRegex(
        @"^arn:(?<partition>[a-z][a-z0-9-]{1,31}):iam::(?<account>[0-9]{12}):role(?<path>/(?:[\x21-\x7E]{1,510}/)?)(?<name>[A-Za-z0-9_+=,.@-]{1,64})\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

internal static class RoleArnDiagnosis
{
    public static Finding Explain(string text)
    {
        if (text.StartsWith("((", StringComparison.Ordinal))
            return Malformed(text, "It is a Concourse variable that was not filled in.",
                "Check that the pipeline may read this path in its credential manager, and that the field exists.");
        if (!text.StartsWith("arn:", StringComparison.OrdinalIgnoreCase))
            return Malformed(text, "It does not begin with arn:.");

        // The resource is last and may itself hold colons.
        var parts = text.Split(':', 6);
        if (parts.Length < 6 || parts.Any(part => part.Contains(' ', StringComparison.Ordinal)))
            return ExplainSeparators(text, parts);
        return parts[2].Length == 0 || parts[1].Length == 0
            ? ExplainSeparators(text, parts)
            : ExplainResource(text, parts);
    }

    private static Finding ExplainSeparators(string text, string[] parts)
    {
        // arn:aws::iam::123:role/x, as in a widely copied post, and arn:aws:iam:123:role/x.
        var words = text.Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (words is [_, var partition, "iam", var account, var resource])
        {
            var meant = $"arn:{partition}:iam::{account}:{resource}";
            if (!string.Equals(meant, text, StringComparison.Ordinal))
            {
                var fault = text.Contains("::iam", StringComparison.Ordinal)
                    ? $"There is one colon too many after {partition}."
                    : "The colons are not where an IAM ARN has them: two stand between iam and the account.";
                return Malformed(text, fault, $"Write {meant}.");
            }
        }

        return Malformed(text, parts.Length < 6
            ? $"It has {parts.Length} parts between colons where an ARN has 6."
            : "A part of it is empty or has a space in it.");
    }

    private static Finding ExplainResource(string text, string[] parts)
    {
        var (partition, service, region, account, resource) = (parts[1], parts[2], parts[3], parts[4], parts[5]);
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        var kind = slash < 0 ? resource : resource[..slash];
        var rest = slash < 0 ? string.Empty : resource[(slash + 1)..];

        var prefix = string.Join(':', parts[..3]);
        if (prefix.Any(char.IsAsciiLetterUpper))
            return Malformed(
                text, $"{prefix} is not in lower case.", $"Write {prefix.ToLowerInvariant()}{text[prefix.Length..]}.");
        if (service is not ("iam" or "sts"))
            return FindingCatalogue.ArnNotRole.For(text, $"It belongs to the service {service}, and roles to iam.");
        // Before the account, because AWS's own policies have aws for one.
        if ((service, kind) is ("iam", "policy")) return NotRole(text, "a policy");
        if (!RoleArn.IsAccount(account))
            return FindingCatalogue.AccountIdInvalid.For(
                text, account.Length == 0 ? "It has no account." : $"The account is '{account}', {account.Length} characters.");
        if (service == "sts")
            return ExplainSession(text, partition, account, kind, rest);
        if (region.Length != 0)
            return Malformed(text, $"It has the region '{region}', and IAM ARNs have none.",
                $"Write arn:{partition}:iam::{account}:{resource}.");
        return kind switch
        {
            "role" when rest.Length == 0 => Malformed(text, "It has no role name."),
            "role" => Malformed(text, "The partition, path or name has a character, or a length, that IAM does not allow."),
            "instance-profile" => FindingCatalogue.ArnNotRole.For(
                text,
                "It names an instance profile, the container in which an instance gets its role.",
                remedy: $"Pass the role inside it, usually arn:{partition}:iam::{account}:role/{rest}."),
            "user" => NotRole(text, "a user"),
            "group" => NotRole(text, "a group"),
            "root" => NotRole(text, "a whole account"),
            _ => NotRole(text, $"a thing of the kind '{kind}'"),
        };
    }

    private static Finding ExplainSession(string text, string partition, string account, string kind, string rest)
    {
        if (kind != "assumed-role") return NotRole(text, $"an STS identity of the kind '{kind}'");
        // arn:aws:sts::account:assumed-role/name/session leaves out the role's path (IAM guide, reference_identifiers).
        var name = rest.Split('/')[0];
        return FindingCatalogue.ArnNotRole.For(
            text,
            "It names a session of a role.",
            remedy: $"Pass the role itself: arn:{partition}:iam::{account}:role/{name} (with its path, if it has one).");
    }

    private static Finding NotRole(string text, string what) => FindingCatalogue.ArnNotRole.For(text, $"It names {what}.");

    private static Finding Malformed(string text, string evidence, string? remedy = null) =>
        FindingCatalogue.ArnMalformed.For(text, evidence, remedy: remedy);
}
