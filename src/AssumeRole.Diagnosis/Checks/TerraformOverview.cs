using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Terraform;

namespace AssumeRole.Checks;

/// <summary>Says what was read from a Terraform file.</summary>
internal static class TerraformOverview
{
    private const int Shown = 5;

    /// <summary>Why there is no worker's role to walk from, or null.</summary>
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
            "Check the configuration that makes the worker's instance profile, or have this one look it up with data \"aws_iam_instance_profile\".");
    }

    /// <summary>What was read, and the way from machine to role.</summary>
    public static ChainStep Step(
        string path, TerraformDocument document, IReadOnlyList<TerraformWorker> workers, TerraformRoles roles, TerraformAccounts accounts)
    {
        var kind = document.Kind == TerraformFileKind.Plan ? "A plan" : "A state";
        var ways = workers.Where(worker => worker.Role is not null).Select(worker => $"{worker.Way} -> {worker.Role!.Address}");
        var evidence = $"{kind} of Terraform {document.Version}: {Count(roles.All.Count, "role")}. Worker: {List(ways)}.";
        if (workers.Any(worker => worker.Role is { } role && role.Values["arn"].NonEmptyText is null && !accounts.IsKnown(role)))
            evidence += $" The account is known only after apply: {accounts.Unknown} stands for it.";
        return document.IsErrored
            ? ChainStep.Found(
                ChainStepName.Terraform,
                ChainStepStatus.Warning,
                FindingCatalogue.TerraformFileInvalid.For(
                    path, evidence, "The plan ended with an error and is not whole.", "Correct what terraform plan reports, and plan again."),
                TimeSpan.Zero)
            : ChainStep.Passed(ChainStepName.Terraform, path, TimeSpan.Zero, evidence);
    }

    /// <summary>The first few of a list as text.</summary>
    public static string List(IEnumerable<string> items)
    {
        var all = items.Distinct().ToArray();
        var text = string.Join(", ", all.Take(Shown));
        return all.Length > Shown ? $"{text} and {all.Length - Shown} more" : text;
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
