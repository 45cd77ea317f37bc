using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace AssumeRole.Pester.Tests;

/// <summary>Runs the Pester files and gives a row for each of their tests.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PesterResultsAttribute : DataAttribute
{
    // Two files at a time: each is a process that mostly waits.
    private const int FilesAtOnce = 2;

    // Listing the tests would mean running them.
    public override bool SupportsDiscoveryEnumeration() => false;

    public override async ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "tests", "pester"), "*.Tests.ps1").Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(files);
        var pwsh = new PesterProcess();
        using var places = new SemaphoreSlim(FilesAtOnce);
        var rows = await Task.WhenAll(files.Select(async file =>
        {
            await places.WaitAsync();
            try
            {
                return await pwsh.RunAsync(file);
            }
            finally
            {
                places.Release();
            }
        }));
        return [.. files.Zip(rows, (file, results) => results.Select(result => ToRow(Path.GetFileName(file), result))).SelectMany(row => row)];
    }

    private static TheoryDataRow<PesterResult> ToRow(string file, PesterResult result) => result.Skipped
        ? SkippedRow($"{file}: {result.Name}", string.IsNullOrEmpty(result.Message) ? "Skipped by the Pester test." : result.Message)
        : new TheoryDataRow<PesterResult>(result) { TestDisplayName = $"{file}: {result.Name}", Label = string.Empty };

    private static TheoryDataRow<PesterResult> SkippedRow(string name, string reason) =>
        new(new PesterResult(name, "Skipped", reason)) { TestDisplayName = name, Label = string.Empty, Skip = reason };
}
