using System.Text;
using System.Text.RegularExpressions;
using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Terraform;

namespace AssumeRole.Checks;

/// <summary>Says what documents decide in the words of the configuration that they come from.</summary>
internal static class TerraformWording
{
    /// <summary>
    /// The step with references to roles that do not exist yet in the place of their ARNs in its remedy, and with the plan for a
    /// cause where it is what does not know a policy.
    /// </summary>
    /// <param name="step">A decision.</param>
    /// <param name="roles">The roles that it is about.</param>
    /// <param name="policies">The policies that it was made by.</param>
    public static ChainStep Explain(ChainStep step, IReadOnlyList<TerraformRole> roles, IReadOnlyList<TerraformPolicy?> policies)
    {
        if (step.FindingId == nameof(FindingCatalogue.PolicyUnread)) step = ExplainUnread(step, policies);
        var planned = roles.Where(role => role.Resource.Values["arn"].NonEmptyText is null).ToArray();
        return step with
        {
            Remedy = OfItsOwn(WithReferences(step.Remedy, planned), roles),
            Candidates = [.. step.Candidates.Select(item => item with { Remedy = WithReferences(item.Remedy, planned) })],
        };
    }

    /// <summary>
    /// A document that is the trust policy of both roles cannot name one of them: Terraform would have to know its ARN to make it.
    /// </summary>
    private static string OfItsOwn(string remedy, IReadOnlyList<TerraformRole> roles)
    {
        if (roles is not [{ Trust.Address: { } first } caller, { Trust.Address: { } second } target] || first != second) return remedy;
        return remedy.Contains(first, StringComparison.Ordinal)
            ? $"Give {target.Resource.Address} a trust policy of its own, for {first} is that of {caller.Resource.Address} too. There: {remedy}"
            : remedy;
    }

    private static ChainStep ExplainUnread(ChainStep step, IReadOnlyList<TerraformPolicy?> policies)
    {
        var unread = policies.Where(policy => policy is { Json: null }).Select(policy => policy!).ToArray();

        // The decision is shown as it would be if what is not known allowed it; that is no statement of the policy.
        var evidence = unread.Aggregate(
            step.Evidence,
            (text, policy) => Regex.Replace(text, $"(Identity|Trust): {Regex.Escape(policy.Address)}, statement 0, allows it\\. ?", string.Empty));
        var planned = unread.Where(policy => !policy.IsElsewhere).ToArray();
        if (planned.Length == 0)
        {
            return step with
            {
                Evidence = evidence,
                Remedy = "Have this configuration look the policy up with data \"aws_iam_policy\", or walk the chain itself: "
                    + $"Test-WorkerRoleChain {step.Target}.",
            };
        }

        var kind = FindingCatalogue.TerraformValueUnknown;
        var isDocument = planned.Any(policy => policy.Address.Contains("data.aws_iam_policy_document.", StringComparison.Ordinal));
        return step with
        {
            FindingId = kind.Id,
            Cause = kind.Cause,
            Evidence = evidence,
            Remedy = isDocument
                ? "Name each role by its own arn attribute, in a statement block that is not dynamic, or check the state after apply."
                : kind.Remedy,
        };
    }

    private static string WithReferences(string text, IReadOnlyList<TerraformRole> planned) => planned.Aggregate(
        text, (rest, role) => Replace(rest, role.Arn.ToString(), $"{role.Resource.Address}.arn"));

    /// <summary>Puts a reference in the place of an ARN and of quotes around it, but not in that of an ARN which only begins alike.</summary>
    private static string Replace(string text, string arn, string reference)
    {
        var replaced = new StringBuilder();
        var rest = text.AsSpan();
        while (rest.IndexOf(arn, StringComparison.Ordinal) is >= 0 and var start)
        {
            var end = start + arn.Length;
            var isWhole = end == rest.Length || !(char.IsLetterOrDigit(rest[end]) || rest[end] is '_' or '+' or '=' or ',' or '@' or '-');
            var isQuoted = isWhole && start > 0 && rest[start - 1] == '"' && end < rest.Length && rest[end] == '"';
            replaced.Append(rest[..(isQuoted ? start - 1 : start)]).Append(isWhole ? reference : arn);
            rest = rest[(isQuoted ? end + 1 : end)..];
        }

        return replaced.Append(rest).ToString();
    }
}
