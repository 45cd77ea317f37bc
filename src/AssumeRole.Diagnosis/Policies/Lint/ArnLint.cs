using AssumeRole.Roles;

namespace AssumeRole.Policies.Lint;

/// <summary>A fault of an ARN. AWS refuses the policy if <c>IsRefused</c>; otherwise the ARN just matches nothing.</summary>
internal sealed record ArnFault(string Fault, string? Remedy, bool IsRefused);

/// <summary>Explains why an ARN can name nothing, and what was meant (IAM guide, "IAM identifiers"; AWS reference, "ARNs").</summary>
internal static class ArnPatternDiagnosis
{
    private static readonly string[] Kinds =
    [
        "role", "user", "group", "policy", "instance-profile", "mfa", "u2f", "sms-mfa", "oidc-provider", "saml-provider",
        "server-certificate", "access-report", "assumed-role", "federated-user", "context-provider", "contextProvider",
    ];

    /// <summary>Null for an ARN that can name something.</summary>
    public static ArnFault? Explain(string text)
    {
        var mask = new TemplateMask(text);
        return Diagnose(mask.Text) is { } fault
            ? fault with { Fault = mask.Unmask(fault.Fault), Remedy = fault.Remedy is null ? null : mask.Unmask(fault.Remedy) }
            : null;
    }

    /// <summary>An ARN whose missing parts AWS completes with * in identity-based policies, because those that it has are right (IAM guide,
    /// "IAM JSON policy elements: Resource").</summary>
    public static bool IsIncomplete(string text)
    {
        if (text.Split(':') is not ["arn", var partition, .. var rest] || rest.Length > 3) return false;
        var isIdentity = rest is ["iam" or "sts", ..];
        return (partition == "*" || (partition.StartsWith("aws", StringComparison.Ordinal) && !partition.Any(char.IsAsciiLetterUpper)))
            && (rest is not [var service, ..]
                || (service.Length > 0 && !service.Any(letter => char.IsAsciiLetterUpper(letter) || letter is ' ' or '/')))
            && (rest is not [_, var region, ..] || region is "" or "*" || (!isIdentity && IsRegionPattern(region)))
            && (rest is not [_, _, var account] || account.All(letter => char.IsAsciiDigit(letter) || letter is '*' or '?'));
    }

    private static bool IsRegionPattern(string text) =>
        text.Contains('-', StringComparison.Ordinal)
        && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '*' or '?');

    private static ArnFault? Diagnose(string text)
    {
        if (text.AsSpan().ContainsAny(' ', '\t', '\n'))
        {
            var joined = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
            return Refused("It has white space in it.", joined);
        }

        // The resource is last and may itself hold colons. A template may hold any of the parts that are not there.
        var parts = text.Split(':', 6);
        if (parts.Length < 6 && TemplateMask.HasTemplate(text)) return null;
        if (!text.StartsWith("arn:", StringComparison.Ordinal)) return DiagnoseStart(text);
        if (parts.Length < 6 || parts[1].Length == 0 || parts[2].Length == 0) return DiagnoseSeparators(text, parts);
        var prefix = string.Join(':', parts[..3]);
        if (prefix.Any(char.IsAsciiLetterUpper))
            return Refused($"{prefix} is not in lower case.", prefix.ToLowerInvariant() + text[prefix.Length..]);
        if (!parts[1].StartsWith("aws", StringComparison.Ordinal) && !TemplateMask.IsOpen(parts[1]))
            return Refused($"There is no partition '{parts[1]}'.", $"arn:aws:{string.Join(':', parts[2..])}");
        return parts[2] is "iam" or "sts" ? DiagnoseIdentity(parts) : null;
    }

    private static ArnFault DiagnoseStart(string text)
    {
        var head = text.AsSpan();
        if (head.StartsWith("arn:", StringComparison.OrdinalIgnoreCase)) return Refused("arn is not in lower case.", $"arn:{text[4..]}");
        if (head.StartsWith("aws:", StringComparison.Ordinal)) return Refused("It does not begin with arn:.", $"arn:{text}");
        if (head.StartsWith("iam:", StringComparison.Ordinal)) return Refused("It does not begin with arn:.", $"arn:aws:{text}");
        var isRole = head.StartsWith("role/", StringComparison.Ordinal);
        const string fault = "It does not begin with arn:.";
        return isRole ? WithoutAccount(fault, $"arn:aws:iam::<account>:{text}", isRefused: true) : new ArnFault(fault, null, true);
    }

    /// <summary>arn:aws::iam::…, as in a widely copied post, arn:aws:iam:…, arn:aws:iam:::role/x and arn:aws:s3::bucket.</summary>
    private static ArnFault DiagnoseSeparators(string text, string[] parts)
    {
        var words = text.Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (words is [_, var partition, "iam" or "sts", var account, _, ..] && !account.Contains('/', StringComparison.Ordinal))
        {
            var fault = text.Contains($"::{words[2]}", StringComparison.Ordinal)
                ? $"There is one colon too many after {partition}."
                : $"The colons are not where an ARN of {words[2]} has them: two stand between {words[2]} and the account.";
            var meant = $"arn:{partition}:{words[2]}::{string.Join(':', words[3..])}";
            return Diagnose(meant) is { } further
                ? new ArnFault($"{fault} {further.Fault}", further.Remedy, true)
                : Refused(fault, meant);
        }

        if (words is [_, _, "iam", var id] && IsAccount(id))
            return Refused("It ends after the account.", $"arn:{words[1]}:iam::{id}:root");
        if (words is [_, _, "iam", var resource] && resource.Contains('/', StringComparison.Ordinal))
            return WithoutAccount("It has no account.", $"arn:{words[1]}:iam::<account>:{resource}", isRefused: true);
        if (words is [_, _, "s3", _])
            return Refused("S3's ARNs have three colons before the bucket.", $"arn:{words[1]}:s3:::{words[3]}");
        return new ArnFault(
            parts.Length < 6
                ? $"It has {parts.Length} parts between colons where an ARN has 6."
                : "Its partition or service is empty.",
            null,
            true);
    }

    private static ArnFault? DiagnoseIdentity(string[] parts)
    {
        var (partition, service, region, account, resource) = (parts[1], parts[2], parts[3], parts[4], parts[5]);
        string With(string id, string name) => $"arn:{partition}:{service}::{id}:{name}";
        if (region.Length > 0 && !TemplateMask.IsOpen(region))
        {
            // The account may stand where the region does: arn:aws:iam:111111111111:role/x has one part less and is not here.
            return Refused($"It has the region '{region}', and ARNs of {service} have none.", With(account, resource));
        }

        if (account.Length == 0 && resource.Length > 13 && resource[12] == ':' && IsAccount(resource[..12]))
            return Refused("There is one colon too many before the account.", With(resource[..12], resource[13..]));
        if (!IsAccount(account) && !(account == "aws" && IsOfAws(resource)))
            return DiagnoseAccount(account, digits => With(digits, resource));
        return DiagnoseResource(resource) is var (fault, meant) ? Unmatched(fault, meant is null ? null : With(account, meant)) : null;
    }

    private static ArnFault DiagnoseAccount(string account, Func<string, string> write)
    {
        var digits = string.Concat(account.Where(char.IsAsciiDigit));
        if (account.Length == 0)
            return WithoutAccount("It has no account.", write("<account>"), isRefused: true);
        if (account == "aws")
        {
            return WithoutAccount(
                "Only AWS's own managed policies and context providers belong to the account 'aws'.", write("<account>"), isRefused: false);
        }

        var fault = $"The account is '{PlainText.Shorten(account)}', {account.Length} characters, and an account has 12 digits.";
        if (digits.Length == 12) return Unmatched(fault, write(digits));
        return digits.Length == account.Length && digits.Length is >= 9 and < 12
            ? new ArnFault(fault, $"If leading zeros were lost, write {write(digits.PadLeft(12, '0'))}; else look the account up.", false)
            : WithoutAccount(fault, write("<account>"), isRefused: false);
    }

    private static (string Fault, string? Meant)? DiagnoseResource(string resource)
    {
        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        if (resource is "root" or "self" || TemplateMask.IsOpen(slash < 0 ? resource : resource[..slash])) return null;
        if (slash == 0) return ("A slash stands before the kind of thing.", resource.TrimStart('/'));
        if (slash < 0)
        {
            var colon = resource.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && Kinds.Contains(resource[..colon]))
            {
                var meant = $"{resource[..colon]}/{resource[(colon + 1)..]}";
                return ("A colon stands between the kind and the name, where a slash belongs.", meant);
            }

            return Kinds.Contains(resource)
                ? ($"It has no {resource}'s name.", null)
                : ("It does not say what kind of thing it names.", resource.Length == 0 ? null : $"role/{resource}");
        }

        var (kind, rest) = (resource[..slash], resource[(slash + 1)..]);
        if (!Kinds.Contains(kind))
        {
            var meant = NearestWord.Find(kind, Kinds) is { } nearest ? $"{nearest}/{rest}" : null;
            return ($"IAM has no '{PlainText.Shorten(kind)}'.", meant);
        }

        if (rest.Length == 0) return ($"It has no {kind}'s name.", null);
        return rest.StartsWith('/') ? ("Two slashes follow each other.", $"{kind}/{rest.TrimStart('/')}") : null;
    }

    /// <summary>AWS's managed policies, and the providers of context that sts:AssumeRole takes (STS API reference, ProvidedContext).</summary>
    private static bool IsOfAws(string resource) =>
        resource.StartsWith("policy/", StringComparison.Ordinal) || resource.StartsWith("contextProvider/", StringComparison.Ordinal);

    private static bool IsAccount(string text) => TemplateMask.IsOpen(text) || RoleArn.IsAccount(text);

    private static ArnFault WithoutAccount(string fault, string form, bool isRefused) =>
        new(fault, $"Write {form}, with the account's 12 digits.", isRefused);

    private static ArnFault Refused(string fault, string meant) => new(fault, $"Write {meant}.", true);

    private static ArnFault Unmatched(string fault, string? meant) => new(fault, meant is null ? null : $"Write {meant}.", false);
}
