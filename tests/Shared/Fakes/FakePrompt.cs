using AssumeRole.Chains;
using AssumeRole.Roles;

namespace AssumeRole.Testing;

/// <summary>Answers every question for an MFA code with the same text.</summary>
internal sealed class FakePrompt(string? code = null) : ITokenCodePrompt
{
    /// <summary>The devices that were asked for.</summary>
    public List<MfaDevice> Asked { get; } = [];

    public Task<string?> AskAsync(MfaDevice device, CancellationToken cancellationToken)
    {
        Asked.Add(device);
        return Task.FromResult(code);
    }
}
