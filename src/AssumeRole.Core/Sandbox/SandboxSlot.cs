using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Sandbox;

/// <summary>Holds the one sandbox of a process, and the environment variables that point AWS programs at it.</summary>
internal sealed class SandboxSlot(SessionEnvironment environment)
{
    private readonly object gate = new();
    private IRoleSandbox? running;
    private IDisposable? placement;

    public IRoleSandbox? Running => Volatile.Read(ref running);

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

    public void CheckFree()
    {
        lock (gate)
        {
            if (running is not null)
                throw FindingCatalogue.SandboxRunning.Error(running.Endpoint.ToString(), $"It listens on {running.Endpoint}.");
        }
    }

    /// <summary>Stops the sandbox that runs; false if none does.</summary>
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

/// <summary>The variables that make AWS programs call the sandbox, without a real identity.</summary>
internal static class SandboxVariables
{
    /// <summary>The values to set; null unsets a variable. A NO_PROXY of <paramref name="variables"/> is extended.</summary>
    public static IReadOnlyDictionary<string, string?> For(IRoleSandbox sandbox, IEnvironmentVariables variables)
    {
        var url = sandbox.Endpoint.GetLeftPart(UriPartial.Authority);
        // No real identity may reach the sandbox, and no call meant for the sandbox may use one.
        var values = SessionVariables.Outranking.ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        foreach (var name in new[]
        {
            SessionVariables.AccessKeyId, SessionVariables.SecretAccessKey, SessionVariables.SessionToken, SessionVariables.Expiration,
            "AWS_EC2_METADATA_DISABLED", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        })
            values[name] = null;
        values["AWS_CONFIG_FILE"] = NoFile;
        values["AWS_SHARED_CREDENTIALS_FILE"] = NoFile;
        values["AWS_ENDPOINT_URL_STS"] = url;
        values["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = url;
        values["AWS_ENDPOINT_URL_SSM"] = url;
        values["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = url + "/";
        values[SessionVariables.Region] = sandbox.Region;
        values[SessionVariables.DefaultRegion] = sandbox.Region;
        // One variable on Windows, two elsewhere.
        foreach (var name in OperatingSystem.IsWindows() ? new[] { "NO_PROXY" } : ["NO_PROXY", "no_proxy"])
            values[name] = variables.GetNonEmpty(name) is { } hosts ? $"{hosts},{sandbox.Endpoint.Host}" : sandbox.Endpoint.Host;
        return values;
    }

    /// <summary>A readable file without a profile.</summary>
    private static string NoFile => OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
}
