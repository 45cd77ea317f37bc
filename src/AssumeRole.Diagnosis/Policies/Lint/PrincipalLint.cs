using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Policies.Lint;

/// <summary>Principals that can never call, or that are a single session (IAM guide, "AWS JSON policy elements: Principal").</summary>
internal static class PrincipalLint
{
    public static void Check(LintStatement statement, LintReport report)
    {
        if (statement.Kind != PolicyKind.Trust) return;
        foreach (var element in statement.Elements["Principal"].Concat(statement.Elements["NotPrincipal"]))
        {
            if (element.Json.AsText() is { } bare) CheckBare(new LintValue(element.Path, bare), report);
            foreach (var type in LintElement.MembersOf(element.Json, element.Path, PolicyWords.PrincipalTypes))
            {
                foreach (var value in LintValue.ReadAll(type)) Check(type.Name, value, report);
            }
        }
    }

    private static void Refuse(LintValue value, LintReport report, string cause, string remedy) =>
        report.Add(PolicyLintSeverity.Refused, FindingCatalogue.PrincipalInvalid, value, cause, remedy);

    private static void Check(string type, LintValue value, LintReport report)
    {
        TemplateLint.Check(value, report);
        if (value.Text.Trim().Length == 0)
        {
            Refuse(value, report, "The principal is empty.", type == "Service"
                ? "Write the service, such as ec2.amazonaws.com, or take the line out."
                : "Write the principal, or take the line out.");
        }
        else if (type == "AWS") CheckAws(value, report);
        else if (type == "Service") CheckService(value, report);
        else if (type == "Federated") CheckFederated(value, report);
    }

    private static void CheckBare(LintValue value, LintReport report)
    {
        if (value.Text == "*") return;
        var type = IsService(value.Text) ? "Service" : "AWS";
        Refuse(value, report, "A principal stands without its type; only \"*\" may.",
            $"Write {{\"{type}\": \"{PlainText.Shorten(value.Text)}\"}}.");
    }

    private static void CheckAws(LintValue value, LintReport report)
    {
        var text = value.Text;
        if (text == "*" || RoleArn.IsAccount(text)) return;
        if (text.All(char.IsAsciiDigit))
        {
            Refuse(value, report, $"An account has 12 digits, and this number has {text.Length}.", text.Length is >= 9 and < 12
                ? $"If leading zeros were lost, write {text.PadLeft(12, '0')}; else look the account up."
                : "Write the whole account id.");
        }
        else if (IsService(text))
        {
            Refuse(value, report, "A service stands where users and roles are named.",
                $"Write {{\"Service\": \"{PlainText.Shorten(text)}\"}}.");
        }
        else if (IsUniqueId(text))
        {
            report.Add(
                PolicyLintSeverity.Error, FindingCatalogue.PrincipalInvalid, value,
                "The user or role that was trusted has been deleted: IAM shows its unique id in place of its ARN.",
                "Name the present user or role by its ARN. One of the same name as the deleted one is not trusted by itself.");
        }
        else if (ArnPatternDiagnosis.Explain(text) is { } fault) report.Add(fault, value, PolicyLintSeverity.Refused);
        else CheckArn(value, report);
    }

    private static void CheckService(LintValue value, LintReport report)
    {
        var text = value.Text;
        var isName = text.Contains('.', StringComparison.Ordinal) && !text.AsSpan().ContainsAny(":/*");
        var suffixed = WithNearestSuffix(text);
        if ((isName && suffixed is null) || TemplateMask.FindForeign(text).Any()) return;
        var meant = suffixed ?? (text.AsSpan().ContainsAny(":/*.") ? "ec2.amazonaws.com" : $"{text}.amazonaws.com");
        Refuse(value, report, "This is not the name of an AWS service.", $"Write the service, such as {PlainText.Shorten(meant)}.");
    }

    /// <summary>ec2.amazon.com and the like. Other partitions have other suffixes, which are not checked.</summary>
    private static string? WithNearestSuffix(string text)
    {
        const string suffix = "amazonaws.com";
        if (IsService(text) || text.Split('.', 2) is not [var service, var rest]) return null;
        var isNear = rest is "amazon.com" or "aws.com" or "aws.amazon.com" || NearestWord.Find(rest, [suffix], most: 2) is not null;
        return isNear ? $"{service}.{suffix}" : null;
    }

    private static void CheckFederated(LintValue value, LintReport report)
    {
        var text = value.Text;
        if (!text.StartsWith("arn:", StringComparison.OrdinalIgnoreCase)) return;
        if (ArnPatternDiagnosis.Explain(text) is { } fault)
        {
            report.Add(fault, value, PolicyLintSeverity.Refused);
            return;
        }

        var isProvider = text.Contains(":oidc-provider/", StringComparison.Ordinal)
            || text.Contains(":saml-provider/", StringComparison.Ordinal);
        if (!isProvider && !TemplateMask.IsOpen(new TemplateMask(text).Text))
            Refuse(value, report, "Only an identity provider is federated.", "Name users, roles and accounts under \"AWS\".");
    }

    private static bool IsService(string text) =>
        text.EndsWith(".amazonaws.com", StringComparison.Ordinal) || text.EndsWith(".amazonaws.com.cn", StringComparison.Ordinal);

    /// <summary>AROA… for a role, AIDA… for a user (IAM guide, "IAM identifiers", unique identifiers).</summary>
    private static bool IsUniqueId(string text) =>
        text.Length is >= 16 and <= 128
        && (text.StartsWith("AROA", StringComparison.Ordinal) || text.StartsWith("AIDA", StringComparison.Ordinal))
        && text.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter));

    /// <summary>Well-formed ARNs under "AWS" that are not principals.</summary>
    private static void CheckArn(LintValue value, LintReport report)
    {
        var mask = new TemplateMask(value.Text);
        if (mask.Text.Split(':', 6) is not [_, var partition, var service, _, var account, var resource]) return;
        var names = resource.Split('/');
        string Role(string name) => PlainText.Shorten(mask.Unmask($"arn:{partition}:iam::{account}:role/{name}"));
        void Refuse(string cause, string remedy) => PrincipalLint.Refuse(value, report, cause, remedy);
        if (mask.Text.AsSpan().ContainsAny('*', '?'))
        {
            Refuse(
                "A principal's ARN has a wildcard, and AWS takes none there.",
                "Name the account, and say which of its roles with a condition ArnLike on aws:PrincipalArn.");
            return;
        }

        switch (service, names[0])
        {
            case ("iam", "role" or "user" or "root") or ("sts", "federated-user"): break;
            case ("sts", "assumed-role") when names.Length == 3:
                report.Add(PolicyLintSeverity.Warning, FindingCatalogue.PrincipalSession, value, remedy:
                    $"Name the role: {Role(names[1])} (with its path, if it has one). "
                        + "Every session of it may ask then, whatever its name.");
                break;
            case ("sts", "assumed-role"):
                Refuse("A session's ARN has the role's name and the session's.", $"Name the role: {Role(names[1])}.");
                break;
            case ("iam", "instance-profile"):
                Refuse(
                    "An instance profile is no principal: the role inside it is what calls AWS.",
                    $"Name that role, usually {Role(string.Join('/', names[1..]))}.");
                break;
            case ("iam", "group"):
                Refuse("A group is no principal.", "Name its users, or the account and let the group's own policy allow sts:AssumeRole.");
                break;
            case ("iam", "oidc-provider" or "saml-provider"):
                Refuse("An identity provider stands where users and roles are named.", "Write it under \"Federated\".");
                break;
            case var _ when TemplateMask.IsOpen(service) || TemplateMask.IsOpen(names[0]): break;
            default:
                Refuse("This ARN names something that does not call AWS.", FindingCatalogue.PrincipalInvalid.Remedy);
                break;
        }
    }
}
