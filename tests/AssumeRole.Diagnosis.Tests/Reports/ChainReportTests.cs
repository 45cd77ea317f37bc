using System.Reflection;
using AssumeRole.Chains;
using AssumeRole.Reports;

namespace AssumeRole.Diagnosis.Tests.Reports;

public sealed class ChainReportTests
{
    [Theory]
    [InlineData("Healthy", nameof(ChainVerdict.Holds), "The chain to audit @ 333333333333 holds.")]
    [InlineData("Denied", nameof(ChainVerdict.Broken), "The chain to audit @ 333333333333 is broken at Hop deploy @ 333333333333: AssumeDenied.")]
    [InlineData("BrokenAtMetadata", nameof(ChainVerdict.Broken), "The chain to deploy @ 333333333333 is broken at Metadata: MetadataHopLimit.")]
    [InlineData(
        "TwoTargets",
        nameof(ChainVerdict.Broken),
        "1 of 2 chains does not hold. The chain to deploy @ 333333333333 is broken at Hop deploy @ 333333333333: AssumeDenied.")]
    [InlineData("Undecided", nameof(ChainVerdict.Undecided), "The chain to worker-permissions @ 222222222222 is undecided at Metadata: MetadataSilent.")]
    [InlineData("Offline", nameof(ChainVerdict.Broken), "The chain to worker-permissions @ 222222222222 is broken at Decision: AssumeDenied.")]
    public void A_report_says_whether_the_chain_holds_and_where_it_is_broken(string sample, string verdict, string summary)
    {
        var report = Report(SampleChains.Named(sample));

        Assert.Equal((verdict, summary), (report.Verdict.ToString(), report.Summary));
    }

    [Fact]
    public void A_chain_with_a_warning_holds_all_the_same()
    {
        var report = Report([.. SampleChains.Healthy(), SampleChains.TwoTargets()[^1]]);

        Assert.Equal((ChainVerdict.Warned, "The chain to audit @ 333333333333 holds, with 1 warning."), (report.Verdict, report.Summary));
    }

    [Fact]
    public void A_report_without_steps_claims_nothing() => Assert.Equal("The chain was not tried.", Report([]).Summary);

    [Fact]
    public void Several_chains_that_hold_are_counted() => Assert.Equal(
        "All 2 chains hold.",
        Report([SampleChains.Hop(SampleChains.First, 1, SampleChains.First), SampleChains.Hop(SampleChains.Second, 1, SampleChains.Second)]).Summary);

    [Fact]
    public void A_chain_has_its_own_steps_and_the_shared_ones_in_their_order()
    {
        var chains = Report(SampleChains.TwoTargets()).Chains;

        Assert.Equal([SampleChains.First, SampleChains.Second], chains.Select(chain => chain.Target));
        Assert.Equal(
            ["Environment", "Metadata", "InstanceRole", "CallerIdentity", "Hop", "Safety"],
            chains[1].Steps.Select(step => step.Step));
        Assert.Equal([ChainVerdict.Warned, ChainVerdict.Broken], chains.Select(chain => chain.Verdict));
        Assert.Equal("AssumeDenied", chains[1].BrokenAt?.FindingId);
    }

    [Fact]
    public void Steps_that_name_no_chain_are_one_that_ends_in_the_last_hop()
    {
        var steps = SampleChains.Healthy().Select(step => step with { Chain = "" }).ToArray();

        Assert.Equal(SampleChains.Third, Assert.Single(Report(steps).Chains).Target);
    }

    [Fact]
    public void The_version_is_the_modules() => Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+$", Report([]).ModuleVersion);

    [Fact]
    public void There_is_no_place_for_a_secret_in_a_report()
    {
        Type[] plain = [typeof(string), typeof(TimeSpan), typeof(ChainStepStatus), typeof(DenialCause), typeof(bool)];

        Assert.All(TypesOf<DenialCandidate>(), type => Assert.Contains(type, plain));
        Assert.All(TypesOf<ChainStep>(), type => Assert.Contains(type, plain.Append(typeof(IReadOnlyList<DenialCandidate>))));

        static IEnumerable<Type> TypesOf<T>() =>
            typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.PropertyType);
    }

    [Fact]
    public void What_looks_like_a_secret_is_in_no_format()
    {
        var step = SampleChains.Denial(SampleChains.First, "") with { Evidence = SecretMaskTests.SecretAccessKey };
        var report = new ChainReport([step], SecretMaskTests.SecretAccessKey, DateTimeOffset.UnixEpoch, SecretMaskTests.SecretAccessKey);

        foreach (var text in new[] { HtmlReport.Format(report), JsonReport.Format(report), MarkdownReport.Format(report), JsonReport.Format([step]) })
            Assert.DoesNotContain(SecretMaskTests.SecretAccessKey, text, StringComparison.Ordinal);
    }

    internal static ChainReport Report(IEnumerable<ChainStep> steps) =>
        new(steps, "Test-WorkerRoleChain", new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
}
