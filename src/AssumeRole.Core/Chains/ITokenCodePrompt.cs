using AssumeRole.Roles;

namespace AssumeRole.Chains;

/// <summary>The port through which a front door asks a person for an MFA code.</summary>
public interface ITokenCodePrompt
{
    /// <summary>Asks for the code of a device.</summary>
    /// <returns>What was typed, or null if there is nobody to ask.</returns>
    Task<string?> AskAsync(MfaDevice device, CancellationToken cancellationToken);
}
