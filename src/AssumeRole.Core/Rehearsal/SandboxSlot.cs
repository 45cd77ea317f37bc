using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Rehearsal;

/// <summary>
/// The place for the one sandbox that may run in a process, with the variables that point every AWS program here at it.
/// </summary>
/// <param name="environment">Where the variables go.</param>
public sealed class SandboxSlot(SessionEnvironment environment)
{
    private readonly object gate = new();
    private IRoleSandbox? running;
    private IDisposable? placement;

    /// <summary>The sandbox that runs, or null.</summary>
    public IRoleSandbox? Running
    {
        get
        {
            lock (gate) return running;
        }
    }

    /// <summary>Takes a started sandbox and points the environment at it.</summary>
    /// <exception cref="AssumeRoleException">SandboxRunning.</exception>
    public void Occupy(IRoleSandbox sandbox)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        lock (gate)
        {
            CheckFree();
            // What a sandbox that was released without restoring left there must not be taken for the user's own.
            placement?.Dispose();
            placement = environment.Place(SandboxVariables.For(sandbox, environment.BeforeRoles));
            running = sandbox;
        }
    }

    /// <summary>Fails if a sandbox runs.</summary>
    /// <exception cref="AssumeRoleException">SandboxRunning.</exception>
    public void CheckFree()
    {
        lock (gate)
        {
            if (running is not null)
                throw FindingCatalogue.SandboxRunning.Error(running.Endpoint.ToString(), $"It listens on {running.Endpoint}.");
        }
    }

    /// <summary>Stops the sandbox that runs, if any.</summary>
    /// <param name="restoreEnvironment">Whether to put the variables back too.</param>
    /// <returns>Whether one ran.</returns>
    public async Task<bool> ReleaseAsync(bool restoreEnvironment)
    {
        IRoleSandbox? stopping;
        lock (gate)
        {
            stopping = running;
            running = null;
            if (restoreEnvironment) placement?.Dispose();
            placement = restoreEnvironment ? null : placement;
        }

        if (stopping is null) return false;
        await stopping.DisposeAsync().ConfigureAwait(false);
        return true;
    }
}
