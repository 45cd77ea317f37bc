using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Sandbox;

/// <summary>Holds the one sandbox of a process, and the environment variables that point AWS programs at it.</summary>
internal sealed class SandboxSlot(SessionEnvironment environment)
{
    private readonly object gate = new();
    private IRoleSandbox? running;
    private IDisposable? placement;

    public IRoleSandbox? Running
    {
        get
        {
            lock (gate) return running;
        }
    }

    /// <summary>Takes a started sandbox and sets the variables.</summary>
    /// <exception cref="AssumeRoleException">SandboxRunning.</exception>
    public void Occupy(IRoleSandbox sandbox)
    {
        lock (gate)
        {
            CheckFree();
            // Variables left by a sandbox that was released without restoring are not the user's own.
            placement?.Dispose();
            placement = environment.Place(SandboxVariables.For(sandbox, environment.BeforeRoles));
            running = sandbox;
        }
    }

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
