using AssumeRole.Chains;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <summary>
/// The table of faulty worlds: each finding that a live walk can end in, and each cause of a denial, has a world here in which it
/// is what is wrong. The other files of this folder named FaultyWorlds.*.cs hold the rows, one file a concept.
/// </summary>
internal static partial class FaultyWorlds
{
    /// <summary>Every row.</summary>
    public static IReadOnlyList<FaultyWorld> All { get; } =
    [
        .. OfMetadata, .. OfInstanceRoles, .. OfEnvironments, .. OfSources, .. OfCallers, .. OfRequests, .. OfDenialsAcrossAccounts,
        .. OfDenialsWithinAnAccount, .. OfFieldsThatAreDenied, .. OfWarnings,
    ];

    /// <summary>The row of that name.</summary>
    public static FaultyWorld Find(string name) => All.Single(world => world.Name == name);

    private static FaultyWorld Broken(string name, string step, string findingId, string world) =>
        new(name, world) { Step = step, FindingId = findingId };

    private static FaultyWorld BrokenHop(string name, string findingId, string world) =>
        Broken(name, ChainStepName.Hop, findingId, world);

    /// <summary>A denial whose message leaves several causes.</summary>
    private static FaultyWorld Denied(string name, DenialCause first, string world, DenialCause? truth = null) =>
        BrokenHop(name, "AssumeDenied", world) with { First = first, Truth = truth };

    /// <summary>A denial that what is seen explains wholly.</summary>
    private static FaultyWorld Explained(string name, DenialCause cause, string world) =>
        Denied(name, cause, world) with { IsCertain = true };
}
