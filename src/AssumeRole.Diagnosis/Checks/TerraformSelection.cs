using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Policies;
using AssumeRole.Terraform;

namespace AssumeRole.Checks;

/// <summary>Selects the roles to walk to: the requested ones, or those that policies relate to the worker.</summary>
internal sealed class TerraformSelection(
    TerraformRoles roles, TerraformAccounts accounts, IReadOnlyList<TerraformWorker> workers, TerraformChainRequest request)
{
    /// <param name="faults">A step for each requested role that is not in the file.</param>
    public IReadOnlyList<TerraformTarget> Select(TerraformResource worker, out IReadOnlyList<ChainStep> faults)
    {
        List<ChainStep> missing = [];
        faults = missing;
        if (request.RoleArns.Count > 0)
        {
            List<TerraformTarget> asked = [];
            foreach (var text in request.RoleArns)
            {
                if (Find(text) is { } target) asked.Add(target);
                else missing.Add(NotFound(text));
            }

            return asked;
        }

        var own = workers.Select(item => item.Role?.Address).ToHashSet(StringComparer.Ordinal);
        var others = roles.All.Where(role => !own.Contains(role.Address)).ToArray();
        var reader = roles.Read(worker, accounts);
        var suggested = others.Where(role => IsSuggested(reader, roles.Read(role, accounts))).ToArray();
        if (others.Length == 0)
        {
            var finding = FindingCatalogue.TerraformRoleMissing.For(
                request.Path, $"The only role is {worker.Address}, the worker's own.", "There is no role to walk to.");
            missing.Add(ChainStep.Failed(ChainStepName.Terraform, finding));
        }

        return [.. (suggested.Length > 0 ? suggested : others).Select(role => new TerraformTarget(role, null))];
    }

    /// <summary>Finds a role by address, by ARN, or by name, because the account may be unknown in a plan.</summary>
    public TerraformTarget? Find(string text)
    {
        if (roles.All.FirstOrDefault(role => role.Address == text) is { } addressed) return new(addressed, null);
        var arn = TerraformArns.Parse(text);
        var name = arn?.Name ?? text.Trim();
        var arns = new TerraformArns(accounts);
        var named = roles.All
            .Where(role => role.Values["name"].NonEmptyText == name)
            .Where(role => arn is null || (arns.Role(role) is var planned && planned.Path == arn.Path
                && (planned.Account == arn.Account || !IsAccountKnown(role, accounts))))
            .OrderByDescending(role => arns.Role(role) == arn)
            .FirstOrDefault();
        return named is null ? null : new TerraformTarget(named, arn is not null && !IsAccountKnown(named, accounts) ? arn.Account : null);
    }

    public ChainStep NotFound(string text)
    {
        var arns = new TerraformArns(accounts);
        var known = TerraformOverview.List(roles.All.Select(role => $"{role.Address} ({arns.Role(role)})"));
        var finding = FindingCatalogue.TerraformRoleMissing.For(text, $"The roles in the file are {known}.");
        return ChainStep.Failed(ChainStepName.Terraform, finding);
    }

    public static bool IsAccountKnown(TerraformResource role, TerraformAccounts accounts) =>
        accounts.IsKnown(role) || TerraformArns.Parse(role.Values["arn"].Text) is not null;

    /// <summary>Whether the worker's policies name the role, or the role's trust policy names the worker or is unknown.</summary>
    private static bool IsSuggested(TerraformRole worker, TerraformRole target)
    {
        if (target.Trust is { Json: null }) return true;
        var caller = OfflineCaller.ForRole(worker.Arn, TerraformQuestion.InstanceSession).Principal;
        var call = new AccessRequest(caller, RoleCall.AssumeRole, target.Arn.ToString(), target.Arn.Account, RequestContext.Empty);
        var trusts = TerraformQuestion.Parse(target.Trust)?.Statements
            .Any(statement => StatementMatcher.MatchPrincipal(statement, caller) >= PrincipalMatch.Role) == true;
        return trusts || worker.Identity.Select(TerraformQuestion.Parse).OfType<PolicyDocument>().Any(document => document.Statements.Any(
            statement => statement.Resources is { Negated: false } resources
                && resources.Values.All(value => value != "*")
                && StatementMatcher.ActionFits(statement, RoleCall.AssumeRole)
                && StatementMatcher.ResourceFits(document, statement, call, PolicyKind.Identity)));
    }
}

/// <param name="Account">The account in the user's ARN if the file does not give one; otherwise null.</param>
internal sealed record TerraformTarget(TerraformResource Role, string? Account);
