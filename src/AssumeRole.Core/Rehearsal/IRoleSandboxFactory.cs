namespace AssumeRole.Rehearsal;

/// <summary>The port through which a front door starts a sandbox without referring to its assembly.</summary>
public interface IRoleSandboxFactory
{
    /// <summary>Reads the world and starts to listen on loopback.</summary>
    /// <exception cref="Findings.AssumeRoleException">WorldInvalid, or PortUnavailable.</exception>
    Task<IRoleSandbox> StartAsync(RoleSandboxOptions options, CancellationToken cancellationToken);
}
