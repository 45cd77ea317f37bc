namespace AssumeRole.Pester.Tests;

/// <summary>Every Pester test as an xunit result, run by a fresh pwsh a file against the staged module.</summary>
public sealed class PesterTests
{
    [Theory]
    [PesterResults]
    public void Pester(PesterResult result) => Assert.True(result.Passed, result.Message);
}
