using System.Text.Json;
using AssumeRole.Chains;
using AssumeRole.Reports;

namespace AssumeRole.Diagnosis.Tests.Reports;

public sealed class JsonReportTests
{
    public static TheoryData<string> Samples => [.. SampleChains.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Steps_come_back_as_they_were(string sample)
    {
        var steps = SampleChains.Named(sample);
        using var alone = JsonDocument.Parse(JsonReport.Format(steps));
        using var report = JsonDocument.Parse(JsonReport.Format(ChainReportTests.Report(steps)));

        foreach (var array in new[] { alone.RootElement, report.RootElement.GetProperty("Steps") })
        {
            var read = array.EnumerateArray().Select(Read).ToArray();
            Assert.Equal(steps.Select(Comparable), read.Select(Comparable));
            Assert.Equal(steps.SelectMany(step => step.Candidates), read.SelectMany(step => step.Candidates));
        }
    }

    [Fact]
    public void The_names_of_a_step_are_those_that_scripts_know()
    {
        using var document = JsonDocument.Parse(JsonReport.Format(SampleChains.Denied()));

        Assert.Equal(
            ["Step", "Target", "Status", "DurationSeconds", "FindingId", "Cause", "Evidence", "Remedy", "Chain", "Candidates"],
            document.RootElement[5].EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ["Cause", "IsCertain", "Evidence", "Remedy"],
            document.RootElement[5].GetProperty("Candidates")[0].EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void A_report_leads_from_chains_and_findings_to_their_steps()
    {
        using var document = JsonDocument.Parse(JsonReport.Format(ChainReportTests.Report(SampleChains.TwoTargets())));
        var root = document.RootElement;

        Assert.Equal(
            ["FormatVersion", "Title", "Made", "Asked", "ModuleVersion", "Verdict", "Summary", "Chains", "Findings", "Steps"],
            root.EnumerateObject().Select(property => property.Name));
        Assert.Equal((1, "2026-03-04T05:06:07Z"), (root.GetProperty("FormatVersion").GetInt32(), root.GetProperty("Made").GetString()));
        Assert.Equal(
            [
                (SampleChains.First, "Warned", "", "0 1 2 3 4 6"),
                (SampleChains.Second, "Broken", "5", "0 1 2 3 5 6"),
            ],
            root.GetProperty("Chains").EnumerateArray().Select(chain => (
                chain.GetProperty("Target").GetString()!,
                chain.GetProperty("Verdict").GetString()!,
                chain.GetProperty("BrokenAt").ToString(),
                string.Join(' ', chain.GetProperty("Steps").EnumerateArray()))));
        Assert.Equal(
            [("AssumeDenied", "Failed", 5, "about_AssumeRole_Troubleshooting"), ("WorkerRoleShared", "Warning", 6, "about_AssumeRole_Troubleshooting")],
            root.GetProperty("Findings").EnumerateArray().Select(finding => (
                finding.GetProperty("FindingId").GetString()!,
                finding.GetProperty("Status").GetString()!,
                finding.GetProperty("Step").GetInt32(),
                finding.GetProperty("Help").GetString()!)));
    }

    [Fact]
    public void What_could_steer_a_terminal_is_escaped() =>
        Assert.DoesNotContain(JsonReport.Format(SampleChains.Hostile()), letter => char.IsControl(letter) && letter != '\n');

    private static ChainStep Read(JsonElement step) => new(
        Text(step, "Step"),
        Text(step, "Target"),
        Enum.Parse<ChainStepStatus>(Text(step, "Status")),
        TimeSpan.FromTicks((long)Math.Round(step.GetProperty("DurationSeconds").GetDouble() * TimeSpan.TicksPerSecond)),
        Text(step, "FindingId"),
        Text(step, "Cause"),
        Text(step, "Evidence"),
        Text(step, "Remedy"))
    {
        Chain = Text(step, "Chain"),
        Candidates =
        [
            .. step.GetProperty("Candidates").EnumerateArray().Select(candidate => new DenialCandidate(
                Enum.Parse<DenialCause>(Text(candidate, "Cause")),
                candidate.GetProperty("IsCertain").GetBoolean(),
                Text(candidate, "Evidence"),
                Text(candidate, "Remedy"))),
        ],
    };

    // Lists compare by reference, and half a surrogate pair is no text that JSON could hold.
    private static ChainStep Comparable(ChainStep step) =>
        step with { Candidates = [], Evidence = step.Evidence.Replace('\ud800', '\uFFFD') };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
