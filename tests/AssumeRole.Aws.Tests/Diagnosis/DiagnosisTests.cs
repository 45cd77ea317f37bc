using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <summary>Every world of the table is walked, and what is wrong in it is named first.</summary>
public sealed class DiagnosisTests
{
    /// <summary>What the check finds out without a sandbox's help, each with where it is tested instead.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        // The sandbox is on loopback, and no proxy variable concerns that.
        ["MetadataThroughProxy"] = "EnvironmentCheckTests",
        // A program that calls this very program.
        ["CredentialProcessRecursion"] = "CredentialProcessTests",
        // Three time-outs of ten seconds.
        ["StsSilent"] = "SilentStsTests",
        // The environment belongs to the first runspace that changes it; a walk changes nothing.
        ["EnvironmentInUse"] = "SessionEnvironmentOwnerTests",
    };

    /// <summary>Faults whose name does not say that they are of a walk.</summary>
    private static readonly string[] AlsoLive =
    [
        "BaseCredentialsMissing", "ProfileMissing", "ProfileInvalid", "SsoSignInRequired", "CredentialProcessFailed",
        "ContainerCredentialsUnavailable", "AssumeDenied", "MfaDenied", "TokenCodeMissing", "DurationOverMaximum", "ChainingCap",
        "SourceIdentityFixed", "RequestInvalid", "SessionPolicyRefused", "PackedPolicyTooLarge", "PackedPolicyNearLimit",
        "RegionDisabled", "RegionMissing", "RegionInvalid", "EndpointInvalid", "ClockSkew", "ClockOffset", "WebIdentityRejected",
        "IdentityUnexpected", "ExternalIdNotEnforced", "WorkerRoleShared", "SessionLong", "EnvironmentShadowsRole",
        "EnvironmentLeftover",
    ];

    /// <summary>A new entry of the catalogue that begins so is of a walk: it needs a row.</summary>
    private static readonly string[] LivePrefixes = ["Metadata", "Instance", "Sts", "Credentials", "Environment", "CredentialProcess"];

    public static TheoryData<string> Names => [.. FaultyWorlds.All.Select(world => world.Name)];

    public static TheoryData<string> HealthyNames => [.. HealthyWorlds.All.Select(world => world.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_wrong_is_named_first(string name)
    {
        var world = FaultyWorlds.Find(name);
        await using var bench = new ChainBench(world);

        var steps = await bench.WalkAsync();

        var told = string.Join('\n', steps);
        var first = steps.FirstOrDefault(IsBroken);
        Assert.True(
            (world.Step, world.FindingId) == (first?.Step ?? "", first?.FindingId ?? ""),
            $"Expected {world.FindingId} at {world.Step}, not {first?.FindingId} at {first?.Step}:\n{told}");
        Assert.Equal(world.Warnings, steps.Where(step => step.Status == ChainStepStatus.Warning).Select(step => step.FindingId));
        Assert.DoesNotContain("SANDBOXSECRET", told, StringComparison.Ordinal);
        Assert.DoesNotContain("SANDBOXTOKEN", told, StringComparison.Ordinal);
        if (first is null) return;

        Assert.Equal(world.Status, first.Status);
        Assert.Equal(world.Target ?? first.Target, first.Target);
        Assert.All([first.Cause, first.Evidence, first.Remedy], Assert.NotEmpty);
        Assert.All(
            steps.SkipWhile(step => step != first).Skip(1),
            step => Assert.True(step.Status is ChainStepStatus.Skipped or ChainStepStatus.Warning, told));
        AssertCandidates(world, first);
    }

    [Fact]
    public async Task A_question_that_STS_does_not_answer_is_no_evidence()
    {
        await using var bench = new ChainBench(FaultyWorlds.Find("STS fails while it is asked without the tags"));

        var broken = (await bench.WalkAsync()).First(IsBroken);

        Assert.DoesNotContain(broken.Candidates, candidate => candidate.Evidence.Contains("Without the tags", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_external_id_is_not_called_enforced_because_STS_fails()
    {
        var failure = string.Join("','", Enumerable.Repeat("InternalFailure", 5));
        await using var bench = new ChainBench(
            new FaultyWorld("not enforced", WorldText.Of(faults: $"'nextErrors':['None','None','{failure}']"))
            {
                Request = new RoleChainRequest { RoleArn = WorldText.Far, ExternalId = "pipeline-42" },
                Detailed = true,
            });

        var steps = await bench.WalkAsync();

        Assert.DoesNotContain(steps, step => step.Evidence.Contains("AWS denies", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_has_no_policy_of_its_own_and_no_external_id()
    {
        await using var bench = new ChainBench(FaultyWorlds.Find("the token's subject is another"));

        var broken = (await bench.WalkAsync()).First(IsBroken);

        Assert.Empty(broken.Candidates.Select(candidate => candidate.Cause).Intersect([DenialCause.IdentityPolicy, DenialCause.ExternalId]));
    }

    [Fact]
    public async Task A_step_takes_as_long_as_its_answers()
    {
        await using var bench = new ChainBench(new FaultyWorld(
            "late", WorldText.Of(faults: "'metadataDelayMilliseconds':50,'stsDelayMilliseconds':50")));

        var steps = await bench.WalkAsync();

        string[] asking = [ChainStepName.Metadata, ChainStepName.InstanceRole, ChainStepName.CallerIdentity, ChainStepName.Hop];
        Assert.All(
            steps.Where(step => asking.Contains(step.Step)),
            // A timer may be a little early.
            step => Assert.True(step.Duration > TimeSpan.FromMilliseconds(40), step.ToString()));
    }

    [Fact]
    public void Every_row_has_a_name_and_a_world_of_its_own()
    {
        var rows = FaultyWorlds.All;
        Assert.True(rows.Count >= 45);
        Assert.Equal(rows.Count, rows.Select(row => row.Name).Distinct().Count());

        // A world may stand in two rows, with other things asked of it.
        Assert.True(rows.Select(row => row.World).Distinct().Count() >= 45);
    }

    [Fact]
    public void Every_cause_of_a_denial_has_a_world_in_which_it_is_named_first()
    {
        foreach (var cause in Enum.GetValues<DenialCause>())
            Assert.Contains(FaultyWorlds.All, world => world.First == cause && (world.Truth ?? cause) == cause);
    }

    [Fact]
    public void Every_finding_of_a_walk_has_a_world()
    {
        var known = FindingCatalogue.All.Select(kind => kind.Id).ToArray();
        var live = known.Where(id => Array.Exists(LivePrefixes, prefix => id.StartsWith(prefix, StringComparison.Ordinal)))
            .Union(AlsoLive)
            .Except(Elsewhere.Keys);
        var found = FaultyWorlds.All.SelectMany(world => world.Warnings.Append(world.FindingId)).Where(id => id.Length > 0).ToHashSet();

        Assert.Empty(live.Except(found));
        Assert.Empty(found.Concat(AlsoLive).Concat(Elsewhere.Keys).Except(known));
    }

    [Theory]
    [MemberData(nameof(HealthyNames))]
    public async Task Where_nothing_is_wrong_nothing_is_found(string name)
    {
        await using var bench = new ChainBench(HealthyWorlds.All.Single(world => world.Name == name));

        var steps = await bench.WalkAsync();

        Assert.All(steps, step => Assert.True((step.Status, step.FindingId) == (ChainStepStatus.Passed, ""), step.ToString()));
        Assert.All(steps, step => Assert.Empty(step.Candidates));
        Assert.Contains(steps, step => step.Step == ChainStepName.Hop);
    }

    private static bool IsBroken(ChainStep step) => step.Status is ChainStepStatus.Failed or ChainStepStatus.Indeterminate;

    private static void AssertCandidates(FaultyWorld world, ChainStep broken)
    {
        var told = string.Join('\n', broken.Candidates);
        foreach (var certain in broken.Candidates.Where(candidate => candidate.IsCertain))
            Assert.True(world.First is not null && (certain.Cause == (world.Truth ?? world.First) || certain.Cause == world.Second), $"Certain, and wrong:\n{told}");
        if (world.First is not { } first) return;
        Assert.True(broken.Candidates.Count > 0 && broken.Candidates[0].Cause == first, $"Expected {first} first:\n{told}");
        Assert.Equal(world.IsCertain, broken.Candidates[0].IsCertain);
        Assert.True(broken.Candidates.Any(candidate => candidate.Cause == (world.Truth ?? first)), $"{world.Truth} is not among:\n{told}");
        Assert.All(broken.Candidates, candidate => Assert.All([candidate.Evidence, candidate.Remedy], Assert.NotEmpty));
    }
}
