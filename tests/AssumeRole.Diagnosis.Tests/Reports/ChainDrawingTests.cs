using AssumeRole.Chains;
using AssumeRole.Reports;

namespace AssumeRole.Diagnosis.Tests.Reports;

public sealed class ChainDrawingTests
{
    private static readonly DrawingStyle Plain = new();

    public static TheoryData<string> Samples => [.. SampleChains.Names];

    [Fact]
    public void A_chain_that_holds_is_a_line_a_link() => AssertDrawn(
        """
        This worker
        ├─ ✔ Environment        1 ms  In a container; no variable shadows the worker's…
        ├─ ✔ Metadata          12 ms  The IMDSv2 token was issued.
        ├─ ✔ InstanceRole       8 ms  Role concourse-worker, until 2026-03-04T11:00:00Z.
        ├─ ✔ CallerIdentity    31 ms  concourse-worker @ 111111111111

        To audit @ 333333333333
        ├─ ✔ Hop              104 ms  worker-permissions @ 222222222222
        ├─ ✔ Hop               96 ms  deploy @ 333333333333
        ├─ ✔ Hop               88 ms  audit @ 333333333333
        """,
        SampleChains.Healthy(),
        Plain);

    [Fact]
    public void A_denial_names_its_causes_in_their_order_and_what_speaks_for_each() => AssertDrawn(
        """
        To audit @ 333333333333
        ├─ ✔ Hop              104 ms  worker-permissions @ 222222222222
        ├─ ✖ Hop              131 ms  AssumeDenied: deploy @ 333333333333
        ┊    Target    arn:aws:iam::333333333333:role/ci/deploy
        ┊    Cause     AWS denies arn:aws:sts::111111111111:assumed-role/
        ┊              concourse-worker/i-0123456789abcdef0 the role.
        ┊    Evidence  AccessDenied: User: arn:aws:sts::111111111111:assumed-role/
        ┊              concourse-worker/i-0123456789abcdef0 is not authorized to
        ┊              perform: sts:AssumeRole on resource:
        ┊              arn:aws:iam::333333333333:role/ci/deploy (403, request id
        ┊              01234567-89ab-cdef-0123-456789abcdef).
        ┊    May be    1. Trust policy: The role is in another account, and the message
        ┊                 names no policy.
        ┊                 → Add arn:aws:iam::111111111111:role/concourse-worker to the
        ┊                   trust policy of arn:aws:iam::333333333333:role/ci/deploy.
        ┊              2. External id: No external id was given.
        ┊                 → Give the one that the role's owner told you with
        ┊                   -ExternalId.
        ┊              3. Role missing: AWS says the same of a role that is not there.
        ┊                 → Look the role up in account 333333333333.
        ┊    Remedy    Go through the causes in this order.
        ┊  – Hop                      audit @ 333333333333. Not tried: Hop failed.
        """,
        SampleChains.Denied()[4..],
        Plain);

    [Fact]
    public void A_broken_link_dots_the_rail_and_what_was_not_tried_says_why() => AssertDrawn(
        """
        This worker
        ├─ ✔ Environment        1 ms  In a container; no variable shadows the worker's…
        ├─ ✖ Metadata        1250 ms  MetadataHopLimit: http://169.254.169.254/
        ┊    Cause     The answer with the token does not reach this container: it may
        ┊              pass one hop only.
        ┊    Evidence  GET without a token: 401 in 2 ms. PUT for a token: connected, no
        ┊              answer in 1000 ms.
        ┊    Remedy    Run aws ec2 modify-instance-metadata-options --instance-id
        ┊              i-0123456789abcdef0 --http-put-response-hop-limit 2
        ┊              --http-endpoint enabled
        ┊  – InstanceRole             Not tried: Metadata failed.
        ┊  – CallerIdentity           Not tried: Metadata failed.

        To deploy @ 333333333333
        ┊  – Hop                      worker-permissions @ 222222222222. Not tried: Met…
        ┊  – Hop                      deploy @ 333333333333. Not tried: Metadata failed.
        """,
        SampleChains.BrokenAtMetadata(),
        Plain);

    [Fact]
    public void Each_target_has_a_heading_and_a_warning_keeps_the_rail() => AssertDrawn(
        """
        To worker-permissions @ 222222222222
        ├─ ✔ Hop              104 ms  worker-permissions @ 222222222222

        To deploy @ 333333333333
        ├─ ✔ Hop               96 ms  deploy @ 333333333333

        This worker
        ├─ ! Safety             0 ms  WorkerRoleShared: concourse-worker
        │    Cause     Every task on this worker can take the worker's role.
        │    Evidence  The metadata service answers a task.
        │    Remedy    Give the worker's role no permission but sts:AssumeRole.
        """,
        [
            SampleChains.Hop(SampleChains.First, 104, SampleChains.First),
            SampleChains.Hop(SampleChains.Second, 96, SampleChains.Second),
            SampleChains.TwoTargets()[^1],
        ],
        Plain);

    [Fact]
    public void A_terminal_without_Unicode_gets_ASCII() => AssertDrawn(
        """
        This worker
        |- ? Metadata        2400 ms  MetadataSilent: http://169.254.169.254/
        :    Cause     The metadata service does not answer.
        :    Evidence  GET and PUT: connected, no answer in 1000 ms.
        :    Remedy    Look at the firewall of the worker.

        To worker-permissions @ 222222222222
        :  - Hop                      worker-permissions @ 222222222222. Not tried: M...
        |- v Hop                1 ms  worker-permissions @ 222222222222
        """,
        [.. SampleChains.Undecided(), SampleChains.Hop(SampleChains.First, 1, SampleChains.First)],
        Plain with { Ascii = true });

    [Fact]
    public void In_forty_columns_the_text_stands_under_the_link() => AssertDrawn(
        """
        This worker
        ├─ ? Metadata  2400 ms
        ┊    MetadataSilent: http://169.254.169…
        ┊    Target    http://169.254.169.254/
        ┊    Cause     The metadata service does
        ┊              not answer.
        ┊    Evidence  GET and PUT: connected,
        ┊              no answer in 1000 ms.
        ┊    Remedy    Look at the firewall of
        ┊              the worker.

        To worker-permissions @ 222222222222
        ┊  – Hop
        ┊    worker-permissions @ 222222222222.…
        """,
        SampleChains.Undecided(),
        Plain with { Width = 40 });

    [Fact]
    public void Colours_are_whole_on_each_line_and_say_nothing_that_the_text_does_not()
    {
        var lines = Draw(SampleChains.Denied(), Plain with { Colour = true });

        Assert.Contains("\e[90m├─\e[0m \e[31m✖\e[0m \e[1mHop\e[0m             \e[90m 131 ms\e[0m  \e[31mAssumeDenied: deploy @ 333333333333\e[0m", lines);
        var uncoloured = lines.Select(line => System.Text.RegularExpressions.Regex.Replace(line, "\e\\[[0-9;]*m", string.Empty));
        Assert.Equal(Draw(SampleChains.Denied(), Plain), uncoloured);
        Assert.All(lines, line => Assert.Equal(line.Split("\e[0m").Length, line.Split("\e[").Length - line.Split("\e[0m").Length + 1));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void No_line_is_wider_than_asked_nor_holds_what_steers_a_terminal(string sample)
    {
        var steps = SampleChains.Named(sample);
        foreach (var ascii in new[] { false, true })
        {
            for (var width = 40; width <= 120; width++)
            {
                foreach (var line in Draw(steps, new DrawingStyle { Width = width, Ascii = ascii }))
                {
                    Assert.True(line.Length <= width, $"{line.Length} of {width}: {line}");
                    Assert.DoesNotContain(line, char.IsControl);
                    Assert.DoesNotContain('\u202e', line);
                    Assert.Equal(line.TrimEnd(), line);
                    if (ascii) Assert.True(line.All(char.IsAscii), line);
                }
            }
        }
    }

    [Fact]
    public void A_wide_letter_takes_two_columns()
    {
        var step = SampleChains.Passed("Environment", "environment", 1, new string('資', 60));

        Assert.Equal(30 + 24 + 1, Assert.Single(ChainDrawing.Draw(step, Plain)).Length);
    }

    [Fact]
    public void A_secret_that_another_program_said_is_masked()
    {
        var step = SampleChains.Denial(SampleChains.First, "") with { Evidence = $"It said {SecretMaskTests.SecretAccessKey}." };

        Assert.Contains("┊    Evidence  It said [masked].", ChainDrawing.Draw(step, Plain));
    }

    [Fact]
    public void A_view_of_PowerShell_can_index_the_lines() => Assert.IsType<string[]>(ChainDrawing.Draw(SampleChains.Healthy()[0], Plain));

    private static void AssertDrawn(string expected, ChainStep[] steps, DrawingStyle style) =>
        Assert.Equal(expected.ReplaceLineEndings("\n").Split('\n'), Draw(steps, style));

    private static List<string> Draw(ChainStep[] steps, DrawingStyle style)
    {
        var lines = new List<string>();
        ChainStep? previous = null;
        foreach (var step in steps)
        {
            lines.AddRange(ChainDrawing.DrawAfter(previous, step, style));
            previous = step;
        }

        return lines;
    }
}
