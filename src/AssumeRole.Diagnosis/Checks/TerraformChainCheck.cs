using System.Collections.Immutable;
using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sessions;
using AssumeRole.Terraform;

namespace AssumeRole.Checks;

/// <summary>Walks from the instance profile of a Terraform plan or state to roles, by the policies in the file alone.</summary>
internal sealed class TerraformChainCheck(TimeProvider time, IEnvironmentVariables variables)
{
    private const int MaximumWalks = 100;

    private const int MaximumWorkers = 20;

    public IReadOnlyList<ChainStep> Check(TerraformChainRequest request, CancellationToken cancellationToken = default)
    {
        try
        {
            return Check(TerraformReader.ReadFile(request.Path), request, cancellationToken);
        }
        catch (AssumeRoleException error)
        {
            return Clean([ChainStep.Failed(ChainStepName.Terraform, error.Finding)]);
        }
    }

    public IReadOnlyList<ChainStep> Check(
        TerraformDocument document, TerraformChainRequest request, CancellationToken cancellationToken = default)
    {
        var resolver = new TerraformResolver(document);
        var grants = new TerraformGrants(document, resolver);
        var accounts = TerraformAccounts.Read(document, resolver);
        var roles = new TerraformRoles(document, resolver, grants);
        var found = new TerraformWorkers(document, resolver, grants);
        var workers = found.Find();
        if (TerraformOverview.WhyNoWorker(request.Path, document, workers, found) is { } missing)
            return Clean([ChainStep.Failed(ChainStepName.Terraform, missing)]);

        List<ChainStep> steps = [TerraformOverview.CreateStep(request.Path, document, workers, roles, accounts)];
        var walk = new TerraformWalk(roles, accounts, new RoleDecision(time), request, variables);
        var lint = new TerraformLint(document.Kind);
        var selection = new TerraformSelection(roles, accounts, workers, request);
        var left = MaximumWalks;
        foreach (var worker in workers.Where(item => item.Role is not null).DistinctBy(item => item.Role!.Address).Take(MaximumWorkers))
        {
            cancellationToken.ThrowIfCancellationRequested();
            steps.Add(walk.DecideWorker(worker));
            var targets = selection.Select(worker.Role!, out var faults);
            foreach (var target in targets)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (left-- <= 0) break;
                var walked = walk.ReadRoles(worker.Role!, target);
                steps.AddRange(lint.Check(walked));
                steps.AddRange(lint.FindRefused(walked) is { } refused ? [Undecided(walked, refused)] : walk.DecideChain(worker.Role!, target));
            }

            steps.AddRange(faults.Where(fault => !steps.Contains(fault)));
        }

        if (left < 0)
        {
            steps.Add(ChainStep.Skipped(
                ChainStepName.Decision, request.Path, $"Only the first {MaximumWalks} walks are shown: name the role with -RoleArn."));
        }

        return Clean(steps);
    }

    private static ChainStep Undecided(IReadOnlyList<TerraformRole> walked, TerraformPolicy refused)
    {
        var role = walked[^1].Arn.ToString();
        return ChainStep.Skipped(ChainStepName.Decision, role, $"Not decided: AWS refuses {refused.Address} as it stands.") with { Chain = role };
    }

    /// <summary>Names and addresses in the file may contain characters that control a terminal.</summary>
    private static IReadOnlyList<ChainStep> Clean(IReadOnlyList<ChainStep> steps) =>
        [.. steps.Select(step => step.WithTexts(PlainText.Clean))];
}

internal sealed record TerraformChainRequest(string Path)
{
    /// <summary>By ARN, name or address. Empty: the roles that policies relate to the worker, or else all but the worker's.</summary>
    public IReadOnlyList<string> RoleArns { get; init; } = [];

    /// <summary>The parameters of the calls. Via is read like <see cref="RoleArns"/>; RoleArn is not used.</summary>
    public RoleChainRequest Call { get; init; } = new();

    /// <summary>As <see cref="RoleQuestion.Context"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } =
        ImmutableDictionary<string, IReadOnlyList<string>>.Empty;
}

internal static class TerraformOverview
{
    private const int Shown = 5;

    public static Finding? WhyNoWorker(
        string path, TerraformDocument document, IReadOnlyList<TerraformWorker> workers, TerraformWorkers found)
    {
        if (workers.Any(worker => worker.Role is not null)) return null;
        var evidence = workers.Count > 0
            ? $"{List(workers.Select(worker => worker.Profile.Address))} holds no role that is in the file."
            : found.Strangers().Take(Shown).Select(machine => machine.Address).ToArray() is { Length: > 0 } machines
                ? $"{List(machines)} names an instance profile that is not in the file."
                : document.Resources.Count == 0 ? "It has no resources." : "It has no aws_iam_instance_profile.";
        return FindingCatalogue.TerraformRoleMissing.For(
            path,
            evidence,
            "There is no worker's role to walk from.",
            "Check the configuration that makes the worker's instance profile, or have this one look it up with data "
                + "\"aws_iam_instance_profile\".");
    }

    public static ChainStep CreateStep(
        string path, TerraformDocument document, IReadOnlyList<TerraformWorker> workers, TerraformRoles roles, TerraformAccounts accounts)
    {
        var kind = document.Kind == TerraformFileKind.Plan ? "A plan" : "A state";
        var ways = workers.Where(worker => worker.Role is not null).Select(worker => $"{worker.Way} -> {worker.Role!.Address}");
        var evidence = $"{kind} of Terraform {document.Version}: {Count(roles.All.Count, "role")}. Worker: {List(ways)}.";
        if (workers.Any(worker => worker.Role is { } role && role.Values["arn"].NonEmptyText is null && !accounts.IsKnown(role)))
            evidence += $" The account is known only after apply: {accounts.Unknown} stands for it.";
        if (!document.IsErrored) return ChainStep.Passed(ChainStepName.Terraform, path, evidence);
        var finding = FindingCatalogue.TerraformFileInvalid.For(
            path, evidence, "The plan ended with an error and is not whole.", "Correct what terraform plan reports, and plan again.");
        return ChainStep.Warned(ChainStepName.Terraform, finding);
    }

    public static string List(IEnumerable<string> items)
    {
        var all = items.Distinct().ToArray();
        var text = string.Join(", ", all.Take(Shown));
        return all.Length > Shown ? $"{text} and {all.Length - Shown} more" : text;
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
