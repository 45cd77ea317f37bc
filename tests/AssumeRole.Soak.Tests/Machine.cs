using AssumeRole.Soak.Processes;

namespace AssumeRole.Soak.Tests;

/// <summary>What this machine has.</summary>
internal static class Machine
{
    /// <summary>Skips the test, with the reason, where no soak can run.</summary>
    public static void SkipWithoutSoak()
    {
        var absence = new Installation().Absence;
        Assert.SkipWhen(absence is not null, absence ?? string.Empty);
    }
}
