using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

/// <summary>Well-formed ARNs under "AWS" that are no principals.</summary>
internal static class PrincipalArnLint
{
    public static void Check(LintValue value, LintReport report)
    {
        var mask = TemplateMask.Of(value.Text);
        if (mask.Text.Split(':', 6) is not { Length: 6 } parts) return;
        var (partition, service, account, resource) = (parts[1], parts[2], parts[4], parts[5]);
        string Role(string name) => PlainText.Shorten(mask.Unmask($"arn:{partition}:iam::{account}:role/{name}"));
        if (mask.Text.AsSpan().ContainsAny('*', '?'))
        {
            PrincipalLint.Refuse(
                value,
                report,
                "A principal's ARN has a wildcard, and AWS takes none there.",
                "Name the account, and say which of its roles with a condition ArnLike on aws:PrincipalArn.");
            return;
        }

        var names = resource.Split('/');
        switch (service, names[0])
        {
            case ("iam", "role" or "user" or "root") or ("sts", "federated-user"): break;
            case ("sts", "assumed-role") when names.Length == 3:
                ReportSession(value, report, Role(names[1]));
                break;
            case ("sts", "assumed-role"):
                PrincipalLint.Refuse(
                    value, report, "A session's ARN has the role's name and the session's.", $"Name the role: {Role(names[1])}.");
                break;
            case ("iam", "instance-profile"):
                PrincipalLint.Refuse(
                    value,
                    report,
                    "An instance profile is no principal: the role inside it is what calls AWS.",
                    $"Name that role, usually {Role(string.Join('/', names[1..]))}.");
                break;
            case ("iam", "group"):
                PrincipalLint.Refuse(
                    value,
                    report,
                    "A group is no principal.",
                    "Name its users, or the account and let the group's own policy allow sts:AssumeRole.");
                break;
            case ("iam", "oidc-provider" or "saml-provider"):
                PrincipalLint.Refuse(
                    value, report, "An identity provider stands where users and roles are named.", "Write it under \"Federated\".");
                break;
            case var _ when TemplateMask.IsOpen(service) || TemplateMask.IsOpen(names[0]): break;
            default:
                PrincipalLint.Refuse(
                    value, report, "This ARN names something that does not call AWS.", FindingCatalogue.PrincipalInvalid.Remedy);
                break;
        }
    }

    private static void ReportSession(LintValue value, LintReport report, string role) => report.Add(
        PolicyLintSeverity.Warning,
        FindingCatalogue.PrincipalSession,
        value.Path,
        PlainText.Shorten(value.Text),
        remedy: $"Name the role: {role} (with its path, if it has one). Every session of it may ask then, whatever its name.");
}
