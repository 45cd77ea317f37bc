using System.Text.RegularExpressions;
using AssumeRole.Findings;

namespace AssumeRole.Roles;

/// <summary>
/// The ARN of an IAM role, <c>arn:partition:iam::account:role/path/name</c>, in any partition.
/// </summary>
/// <param name="Partition">aws, aws-cn, aws-us-gov or another.</param>
/// <param name="Account">The twelve digits of the account.</param>
/// <param name="Path">The path with both slashes, <c>/</c> if there is none.</param>
/// <param name="Name">The role's name.</param>
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
        ArgumentNullException.ThrowIfNull(text);
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

    // IAM: a path is / or / + printable ASCII + /, a name is 1 to 64 of [\w+=,.@-] (IAM API reference, CreateRole).
    [GeneratedRegex(
        @"^arn:(?<partition>[a-z][a-z0-9-]{1,31}):iam::(?<account>[0-9]{12}):role(?<path>/(?:[\x21-\x7E]{1,510}/)?)(?<name>[A-Za-z0-9_+=,.@-]{1,64})\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
