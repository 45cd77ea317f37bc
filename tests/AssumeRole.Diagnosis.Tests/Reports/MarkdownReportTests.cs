using AssumeRole.Reports;

namespace AssumeRole.Diagnosis.Tests.Reports;

public sealed class MarkdownReportTests
{
    [Fact]
    public void A_broken_chain_is_a_table_and_what_was_found() => Assert.Equal(
        """
        # ✖ The chain to deploy @ 333333333333 is broken at Metadata: MetadataHopLimit.

        2026-03-04 05:06:07 UTC, AssumeRole 1.2.3: `Test-WorkerRoleChain`

        |   | Step | Target | Time | What was seen |
        |---|---|---|---:|---|
        | ✔ | Environment | `environment` | 1 ms | `In a container; no variable shadows the worker's role.` |
        | ✖ | Metadata | `http://169.254.169.254/` | 1250 ms | **MetadataHopLimit** The answer with the token does not reach this container: it may pass one hop only. |
        | – | InstanceRole | `iam/security-credentials` |  | Not tried: Metadata failed. |
        | – | CallerIdentity |  |  | Not tried: Metadata failed. |
        | – | Hop | `worker-permissions @ 222222222222` |  | Not tried: Metadata failed. |
        | – | Hop | `deploy @ 333333333333` |  | Not tried: Metadata failed. |

        ## ✖ MetadataHopLimit

        Metadata failed: `http://169.254.169.254/`

        **Cause.** The answer with the token does not reach this container: it may pass one hop only.

        **Evidence.**

        ```text
        GET without a token: 401 in 2 ms. PUT for a token: connected, no answer in 1000 ms.
        ```

        **Remedy.** Run aws ec2 modify-instance-metadata-options --instance-id i-0123456789abcdef0 --http-put-response-hop-limit 2 --http-endpoint enabled

        """.ReplaceLineEndings("\n"),
        MarkdownReport.Format(ChainReportTests.Report(SampleChains.BrokenAtMetadata()) with { ModuleVersion = "1.2.3" }));

    [Fact]
    public void A_denial_lists_what_it_may_come_from()
    {
        var lines = MarkdownReport.Format(ChainReportTests.Report(SampleChains.Denied())).Split('\n');

        Assert.Contains("2. **External id:** No external id was given. → Give the one that the role's owner told you with -ExternalId.", lines);
    }

    [Fact]
    public void Several_chains_have_a_table_each()
    {
        var lines = MarkdownReport.Format(ChainReportTests.Report(SampleChains.TwoTargets())).Split('\n');

        Assert.Equal(
            ["## This worker", "## To worker-permissions @ 222222222222", "## To deploy @ 333333333333", "## ✖ AssumeDenied", "## ! WorkerRoleShared"],
            lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line.Replace("\\!", "!", StringComparison.Ordinal)));
    }

    [Fact]
    public void Hostile_text_is_shown_as_text()
    {
        var text = MarkdownReport.Format(ChainReportTests.Report(SampleChains.Hostile()));

        Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter != '\n');
        Assert.Contains("| ✖ | \\<script\\>alert(1)\\</script\\> | `\"><img src=x onerror='alert(1)'>\uFFFD]0;title\uFFFD` |", text, StringComparison.Ordinal);
        Assert.Contains("**Session tags (certain):** \\<b\\>\uFFFD\\[1m → \\`rm\\` \\|", text, StringComparison.Ordinal);
        // The evidence has three back ticks in none of its lines that would end the block.
        Assert.Contains("```text\n\uFFFD[31mred", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_ends_only_where_it_should_and_nobody_is_told()
    {
        var step = SampleChains.Denial(SampleChains.First, "") with { Evidence = "a\n```\n@octocat", Cause = "Ask @octocat.", Candidates = [] };

        var text = MarkdownReport.Format(ChainReportTests.Report([step, SampleChains.Passed("A|B", "`x`", 1, "a | b")]));

        Assert.Contains("````text\na\n```\n@octocat\n````", text, StringComparison.Ordinal);
        Assert.Contains("**Cause.** Ask @<!-- -->octocat.", text, StringComparison.Ordinal);
        Assert.Contains("| ✔ | A\\|B | `` `x` `` | 1 ms | `a \\| b` |", text, StringComparison.Ordinal);
    }
}
