using System.Globalization;
using System.Xml.Linq;
using AssumeRole.Chains;
using AssumeRole.Reports;

namespace AssumeRole.Diagnosis.Tests.Reports;

public sealed class HtmlReportTests
{
    public static TheoryData<string> Samples => [.. SampleChains.Names];

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_page_is_well_formed_and_nothing_in_it_runs_or_is_loaded(string sample)
    {
        var page = Parse(SampleChains.Named(sample));

        string[] allowed =
        [
            "html", "head", "meta", "title", "style", "body", "main", "header", "section", "footer", "div", "figure", "figcaption", "p", "h1", "h2",
            "h3", "ul", "ol", "li", "dl", "dt", "dd", "span", "strong", "b", "code", "table", "thead", "tbody", "tr", "th", "td", "svg", "desc", "g",
            "rect", "path", "circle", "text", "tspan",
        ];
        Assert.All(page.Descendants(), element => Assert.Contains(element.Name.LocalName, allowed));
        string[] attributes =
        [
            "lang", "charset", "http-equiv", "content", "name", "class", "aria-hidden", "aria-labelledby", "role", "id", "colspan", "viewBox",
            "x", "y", "rx", "r", "cx", "cy", "d", "width", "height",
        ];
        Assert.All(page.Descendants().Attributes(), attribute => Assert.Contains(attribute.Name.LocalName, attributes));
        var style = Assert.Single(page.Descendants("style")).Value;
        foreach (var load in new[] { "url(", "@import", "@font-face", "expression(" }) Assert.DoesNotContain(load, style, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_policy_forbids_what_it_does_not_do() => Assert.Contains(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\" />",
        HtmlReport.Format(ChainReportTests.Report(SampleChains.Healthy())),
        StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Names_within_the_page_are_unique_and_found(string sample)
    {
        var page = Parse(SampleChains.Named(sample));

        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        foreach (var picture in page.Descendants("svg"))
            Assert.All(picture.Attribute("aria-labelledby")!.Value.Split(' '), id => Assert.Contains(id, ids));
    }

    [Fact]
    public void Hostile_text_is_shown_as_text()
    {
        var text = HtmlReport.Format(ChainReportTests.Report(SampleChains.Hostile()));
        var page = Parse(SampleChains.Hostile());

        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter != '\n');
        Assert.DoesNotContain('\u202e', text);
        Assert.Contains("<script>alert(1)</script>", page.Descendants("b").Select(element => element.Value));
        Assert.Contains("line one\nline two \uFFFDgnp.exe", page.Descendants("dd").Select(element => element.Value));
    }

    [Fact]
    public void A_denial_is_whole_on_the_page()
    {
        var denial = SampleChains.Denied()[5];
        var card = Assert.Single(Parse(SampleChains.Denied()).Descendants("section"), section => HasClass(section, "finding"));

        Assert.Equal("AssumeDenied", card.Descendants("h3").Single().Value);
        var texts = card.Descendants().Where(element => !element.Elements().Any(child => child.Name != "span")).Select(element => element.Value).ToArray();
        foreach (var text in new[] { denial.Target, denial.Cause, denial.Evidence, denial.Remedy }) Assert.Contains(text, texts);
        Assert.Equal(["Trust policy", "External id", "Role missing"], card.Descendants("strong").Select(element => element.Value));
        foreach (var candidate in denial.Candidates)
        {
            Assert.Contains(candidate.Evidence, texts);
            Assert.Contains($"→ {candidate.Remedy}", texts);
        }
    }

    [Fact]
    public void The_picture_goes_through_the_accounts_and_says_of_each_way_how_it_ended()
    {
        var picture = Assert.Single(Parse(SampleChains.Denied()).Descendants("svg"));

        Assert.Equal(
            ["This worker", "Account 111111111111", "Account 222222222222", "Account 333333333333"],
            TextsOf(picture, "lane"));
        Assert.Equal(["concourse-worker", "worker-permissions", "deploy", "audit"], TextsOf(picture, "name"));
        Assert.Equal(
            ["CallerIdentity passed", "Hop 1 passed", "Hop 2 AssumeDenied", "Hop 3 not tried"],
            TextsOf(picture, "label"));
        Assert.Equal(["✔", "✔", "✔", "✔", "✔", "✖", "–"], TextsOf(picture, "sign"));
        Assert.Contains("broken at Hop deploy", picture.Element("desc")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_caller_the_ways_begin_at_the_worker()
    {
        var picture = Assert.Single(Parse(SampleChains.BrokenAtMetadata()).Descendants("svg"));

        Assert.Equal(["Environment", "Metadata", "InstanceRole", "CallerIdentity"], TextsOf(picture, "check"));
        Assert.Equal(["Hop 1 not tried", "Hop 2 not tried"], TextsOf(picture, "label"));
    }

    [Fact]
    public void A_decision_from_documents_is_the_way_to_its_role_and_the_gravest_one_speaks()
    {
        var tags = SampleChains.Passed(ChainStepName.Decision, SampleChains.First, 0, "sts:TagSession is allowed.");
        var picture = Assert.Single(Parse([.. SampleChains.Offline(), tags]).Descendants("svg"));

        Assert.Equal(["Decision AssumeDenied"], TextsOf(picture, "label"));
        Assert.Equal(["worker-permissions"], TextsOf(picture, "name"));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Nothing_of_a_picture_is_outside_of_it(string sample)
    {
        foreach (var picture in Parse(SampleChains.Named(sample)).Descendants("svg"))
        {
            var height = Value(picture.Attribute("viewBox")!.Value.Split(' ')[3]);
            foreach (var shape in picture.Descendants("rect"))
                Assert.InRange(Value(shape.Attribute("y")!.Value) + Value(shape.Attribute("height")!.Value), 0, height);
            foreach (var text in picture.Descendants("text").Where(text => HasClass(text, "name") || HasClass(text, "lane")))
            {
                Assert.InRange(Value(text.Attribute("y")!.Value), 0, height);
                Assert.InRange(text.Value.Length, 1, 44);
            }
        }

        static int Value(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_long_name_is_on_two_lines_and_a_name_that_is_none_is_cut()
    {
        var words = string.Concat(Enumerable.Repeat("not-an-arn-", 20));
        var nonsense = SampleChains.Skipped(ChainStepName.Hop, words, "Not tried.");
        var names = TextsOf(Parse([SampleChains.Long()[4], nonsense]).Descendants("svg").First(), "name").ToArray();

        Assert.Equal("a-role-name-that-uses-all-of-the-sixty-four-letters-there-are-01", names[0] + names[1]);
        Assert.Equal(words[..75] + "…", names[2] + names[3]);
    }

    [Fact]
    public void Several_chains_have_a_picture_each_and_their_findings_say_to_which_they_belong()
    {
        var page = Parse(SampleChains.TwoTargets());

        Assert.Equal(
            ["!To worker-permissions @ 222222222222", "✖To deploy @ 333333333333"],
            page.Descendants("figcaption").Select(caption => caption.Value.Replace("\n", string.Empty, StringComparison.Ordinal)));
        Assert.Equal(
            [
                "Hop failed: deploy @ 333333333333, on the way to deploy @ 333333333333",
                "Safety warning: concourse-worker, shared by all chains",
            ],
            page.Descendants("p").Where(element => HasClass(element, "where")).Select(element => element.Value));
    }

    private static XElement Parse(ChainStep[] steps)
    {
        var text = HtmlReport.Format(ChainReportTests.Report(steps));
        Assert.StartsWith("<!DOCTYPE html>\n", text, StringComparison.Ordinal);
        return XDocument.Parse(text, LoadOptions.PreserveWhitespace).Root!;
    }

    private static bool HasClass(XElement element, string name) => element.Attribute("class")?.Value.Split(' ').Contains(name) == true;

    private static IEnumerable<string> TextsOf(XElement picture, string name) =>
        picture.Descendants("text").Where(text => HasClass(text, name)).Select(text => text.Value);
}
