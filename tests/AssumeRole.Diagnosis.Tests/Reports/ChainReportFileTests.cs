using AssumeRole.Findings;
using AssumeRole.Reports;

namespace AssumeRole.Diagnosis.Tests.Reports;

public sealed class ChainReportFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("chain.html", "<!DOCTYPE html>")]
    [InlineData("chain.HTM", "<!DOCTYPE html>")]
    [InlineData("chain.json", "{")]
    [InlineData("chain.md", "# ✔ The chain")]
    public void The_name_of_the_file_chooses_the_format(string name, string beginning)
    {
        var path = folder.Write(name, "what was there before");

        ChainReportFile.Check(path);
        ChainReportFile.Write(path, ChainReportTests.Report(SampleChains.Healthy()));

        Assert.StartsWith(beginning, File.ReadAllText(path), StringComparison.Ordinal);
        Assert.EndsWith("\n", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal((byte)beginning[0], File.ReadAllBytes(path)[0]);
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("chain.txt", "Its name ends in .txt.")]
    [InlineData("chain", "Its name has no ending.")]
    [InlineData("", "Its name has no ending.")]
    [InlineData("absent/chain.html", "There is no folder ")]
    [InlineData("there.html", "There is a folder of that name.")]
    public void A_file_that_cannot_be_written_is_refused_before_and_when_it_is_written(string name, string evidence)
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "there.html"));
        var path = name.Length == 0 ? name : Path.Combine(folder.Path, name);

        var checkedFinding = Sample.FindingOf(() => ChainReportFile.Check(path));
        var written = Sample.FindingOf(() => ChainReportFile.Write(path, ChainReportTests.Report([])));

        Assert.Equal(checkedFinding, written);
        Assert.Equal((nameof(FindingCatalogue.ReportPathInvalid), path), (written.Id, written.Target));
        Assert.StartsWith(evidence, written.Evidence, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_folder_that_refuses_says_so_at_once()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("The folder that refuses even root is Linux's.");
        if (!Directory.Exists("/proc/self")) Assert.Skip("There is no /proc.");

        Assert.Equal(nameof(FindingCatalogue.ReportPathInvalid), Sample.FindingOf(() => ChainReportFile.Check("/proc/self/chain.html")).Id);
    }

    [Fact]
    public void A_file_that_is_read_only_is_not_replaced()
    {
        var path = folder.Write("chain.md", "kept");
        File.SetAttributes(path, FileAttributes.ReadOnly);

        var finding = Sample.FindingOf(() => ChainReportFile.Write(path, ChainReportTests.Report([])));

        Assert.Equal("The file is read-only.", finding.Evidence);
        Assert.Equal("kept", File.ReadAllText(path));
        File.SetAttributes(path, FileAttributes.Normal);
    }
}
