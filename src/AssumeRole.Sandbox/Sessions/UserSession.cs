using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sessions;

/// <summary>A session that a user got for itself, by GetSessionToken.</summary>
internal sealed record UserSession : TemporarySession
{
    public required WorldUser User { get; init; }

    /// <summary>Whether the user gave a code of its MFA device.</summary>
    public required bool WithMfa { get; init; }
}
