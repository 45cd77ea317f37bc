using System.Text.RegularExpressions;
using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sessions;
using AssumeRole.Terraform;

namespace AssumeRole.Checks;

/// <summary>Decides every hop. A hop of an unknown account is decided for each account that could matter, and they must agree.</summary>
internal sealed partial class TerraformWalk(
    TerraformRoles roles, TerraformAccounts accounts, RoleDecision decision, TerraformChainRequest request, IEnvironmentVariables variables)
{
    private const int MaximumAccounts = 4;

    private readonly TerraformQuestion question = new(decision, request);

    public ChainStep DecideWorker(TerraformWorker worker)
    {
        var role = roles.Read(worker.Role!, accounts);
        var step = question.DecideInstance(role, TerraformQuestion.InstanceSession) with { Step = ChainStepName.InstanceRole, Chain = string.Empty };
        if (step.Status != ChainStepStatus.Failed) return step;
        var kind = FindingCatalogue.InstanceRoleError;
        return step with { FindingId = kind.Id, Cause = "The worker's role does not trust ec2.amazonaws.com." };
    }

    public IReadOnlyList<TerraformRole> ReadRoles(TerraformResource worker, TerraformTarget target) =>
        [.. FindPath(worker, target, out _).Select(role => roles.Read(role, accounts))];

    public IReadOnlyList<ChainStep> DecideChain(TerraformResource worker, TerraformTarget target)
    {
        var path = FindPath(worker, target, out var missing);
        if (missing is not null) return [missing];
        var known = target.Account is { } account ? accounts.With(target.Role, account) : accounts;
        var steps = Decide(path, known);
        foreach (var world in AssignAccounts(path, known))
        {
            var other = Decide(path, world);
            if (other.Select(step => step.Status).SequenceEqual(steps.Select(step => step.Status))) continue;
            var unknown = path.First(role => !TerraformSelection.IsAccountKnown(role, known));
            return [.. steps.Select(step => Unknown(
                step,
                $"{unknown.Address}: its account is known only after apply, and the policies name accounts by number.",
                "Name the role with -RoleArn by its whole ARN, or add data \"aws_caller_identity\" to the configuration, "
                    + "or check the state after apply.") with { Cause = "The decision depends on the account, which the plan does not know." })];
        }

        return steps;
    }

    private IReadOnlyList<ChainStep> Decide(IReadOnlyList<TerraformResource> path, TerraformAccounts world)
    {
        var walked = path.Select(role => roles.Read(role, world)).ToArray();
        RoleChain chain;
        try
        {
            chain = RoleChain.Plan(
                request.Call with { RoleArn = walked[^1].Arn.ToString(), Via = [.. walked[1..^1].Select(role => role.Arn.ToString())] },
                variables);
        }
        catch (AssumeRoleException error)
        {
            return [ChainStep.Failed(ChainStepName.Decision, error.Finding) with { Chain = walked[^1].Arn.ToString() }];
        }

        List<ChainStep> steps = [];
        var session = TerraformQuestion.InstanceSession;
        for (var index = 0; index < chain.Hops.Count; index++)
        {
            // A source identity persists in every later session of the chain, and each hop needs the permission for it.
            var hop = chain.Hops[index] with { SourceIdentity = chain.Hops[0].SourceIdentity };
            var decided = question.DecideHop(walked[index], session, walked[index + 1], hop);
            steps.AddRange(decided.Select(step => CheckUnknownName(step, walked[index], walked[index + 1])));
            if (!chain.DurationDefaulted && CheckDuration(hop, walked[index + 1]) is { } tooLong) steps.Add(tooLong);
            session = hop.SessionName;
        }

        return [.. steps.Select(step => step with { Chain = chain.Target.Role.ToString() })];
    }

    private static ChainStep? CheckDuration(RoleRequest hop, TerraformRole target)
    {
        if (hop.Duration is not { } duration || target.MaximumDuration is not { } maximum || duration.Seconds <= maximum) return null;
        return ChainStep.Failed(ChainStepName.Decision, FindingCatalogue.DurationOverMaximum.For(
            hop.Role.ToString(),
            $"{duration.Seconds} seconds are asked for, and {target.Resource.Address}.max_session_duration is {maximum}.",
            remedy: $"Ask for at most {maximum} seconds, or raise max_session_duration."));
    }

    /// <summary>A pattern such as role/ci-* may match a name that is known only after apply.</summary>
    private static ChainStep CheckUnknownName(ChainStep step, TerraformRole caller, TerraformRole target)
    {
        var isUndecided = step.Status == ChainStepStatus.Failed
            && !target.IsNameKnown
            && caller.Identity.Any(policy => policy.Json is { } text && RolePattern().IsMatch(text));
        if (!isUndecided) return step;
        return Unknown(
            step,
            $"{target.Resource.Address}.name is known only after apply, and a pattern may fit it.",
            "Give the role a name, or check the state after apply.");
    }

    private static ChainStep Unknown(ChainStep step, string evidence, string remedy)
    {
        var kind = FindingCatalogue.TerraformValueUnknown;
        return step with
        {
            Status = ChainStepStatus.Indeterminate,
            FindingId = kind.Id,
            Cause = kind.Cause,
            Evidence = $"{step.Evidence} {evidence}",
            Remedy = remedy,
            Candidates = [],
        };
    }

    private IReadOnlyList<TerraformResource> FindPath(TerraformResource worker, TerraformTarget target, out ChainStep? missing)
    {
        missing = null;
        var selection = new TerraformSelection(roles, accounts, [], request);
        List<TerraformResource> path = [worker];
        foreach (var via in request.Call.Via)
        {
            if (selection.Find(via) is { } found) path.Add(found.Role);
            else missing ??= selection.NotFound(via);
        }

        return [.. path, target.Role];
    }

    /// <summary>The other assignments of accounts that are unknown in the file.</summary>
    private IEnumerable<TerraformAccounts> AssignAccounts(IReadOnlyList<TerraformResource> path, TerraformAccounts known)
    {
        var unknown = path.Where(role => !TerraformSelection.IsAccountKnown(role, known)).ToArray();
        if (unknown.Length == 0) yield break;
        var texts = path.Select(role => roles.Read(role, known)).SelectMany(role => role.Identity.Append(role.Trust).Append(role.Boundary));
        var named = texts.SelectMany(policy => policy?.Json is { Length: <= TerraformPolicy.MaximumLength } text
                ? AccountNumber().Matches(text).Select(match => match.Value)
                : [])
            .Concat(path.Where(role => TerraformSelection.IsAccountKnown(role, known)).Select(role => roles.Read(role, known).Arn.Account))
            .Where(account => account != known.Unknown)
            .Distinct()
            .Take(MaximumAccounts)
            .ToArray();
        foreach (var account in named) yield return known.WithUnknown(account);
        if (unknown.All(role => roles.AreTogether(role, unknown[0]))) yield break;
        yield return known.With(unknown[0], "000000000001");
    }

    [GeneratedRegex("(?<![0-9])[0-9]{12}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex AccountNumber();

    [GeneratedRegex(":role/[^\"]*[*?]", RegexOptions.CultureInvariant)]
    private static partial Regex RolePattern();
}
