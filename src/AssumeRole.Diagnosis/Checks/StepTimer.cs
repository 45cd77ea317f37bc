using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Sts;

namespace AssumeRole.Checks;

/// <summary>Runs one step and makes a row of how it ended.</summary>
/// <param name="time">The clock for durations.</param>
internal sealed class StepTimer(TimeProvider time)
{
    /// <summary>Runs a step.</summary>
    /// <param name="step">What it is called.</param>
    /// <param name="target">What it looks at.</param>
    /// <param name="work">Gives the evidence, or throws a finding.</param>
    public async Task<ChainStep> RunAsync(string step, string target, Func<Task<string>> work)
    {
        var started = time.GetTimestamp();
        try
        {
            var evidence = await work().ConfigureAwait(false);
            return ChainStep.Passed(step, target, time.GetElapsedTime(started), evidence);
        }
        catch (AssumeRoleException error)
        {
            return ChainStep.Failed(step, error.Finding, time.GetElapsedTime(started));
        }
        catch (StsException error)
        {
            return ChainStep.Failed(step, error.Fault.Kind.For(target, error.Fault.ToString()), time.GetElapsedTime(started));
        }
    }
}
