using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Chains;

/// <summary>Assumes the roles of a chain one after another, each with the session of the one before.</summary>
/// <param name="sts">STS, with retries.</param>
/// <param name="prompt">Asks for MFA codes.</param>
/// <param name="trace">Receives a line a hop, without secrets.</param>
public sealed class ChainWalker(ISecurityTokenService sts, ITokenCodePrompt prompt, Action<string> trace)
{
    /// <summary>Walks the whole chain.</summary>
    /// <param name="chain">The hops.</param>
    /// <param name="start">The identity to start from.</param>
    /// <param name="endpoint">Where to ask.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The session of the last hop.</returns>
    /// <exception cref="AssumeRoleException">The first hop that fails, as a finding about that hop's role.</exception>
    public async Task<SessionCredentials> WalkAsync(
        RoleChain chain, BaseCredentials start, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(start);
        trace($"Starting from {start.Origin}.");
        var caller = start.Origin;
        var keys = start.Keys;
        SessionCredentials? session = null;
        foreach (var hop in chain.Hops)
        {
            session = await AssumeAsync(hop, keys, caller, endpoint, cancellationToken).ConfigureAwait(false);
            (keys, caller) = (session.ToKeys(), session.AssumedRoleArn);
        }

        return session!;
    }

    /// <summary>Assumes one role.</summary>
    /// <param name="hop">The request.</param>
    /// <param name="keys">What signs it, or null for a web identity.</param>
    /// <param name="caller">The caller in words, for the error.</param>
    /// <param name="endpoint">Where to ask.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AssumeRoleException">As a finding about the hop's role.</exception>
    public async Task<SessionCredentials> AssumeAsync(
        RoleRequest hop, AwsKeys? keys, string caller, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hop);
        try
        {
            var complete = await WithTokenCodeAsync(hop, cancellationToken).ConfigureAwait(false);
            var session = await sts.AssumeRoleAsync(complete, keys, endpoint, cancellationToken).ConfigureAwait(false);
            trace($"Assumed {session.AssumedRoleArn} from {endpoint}, request id {session.RequestId}.");
            return session;
        }
        catch (StsException error)
        {
            throw new AssumeRoleException(HopFault.Explain(error.Fault, hop, caller, endpoint), error);
        }
    }

    private async Task<RoleRequest> WithTokenCodeAsync(RoleRequest hop, CancellationToken cancellationToken)
    {
        if (hop.Mfa is not { TokenCode: null } device) return hop;
        var code = await prompt.AskAsync(device, cancellationToken).ConfigureAwait(false)
            ?? throw FindingCatalogue.TokenCodeMissing.Error(device.SerialNumber, $"Device {device.SerialNumber}.");
        RoleRequestRules.CheckTokenCode(code);
        return hop with { Mfa = device with { TokenCode = code } };
    }
}

/// <summary>The port through which a front door asks a person for an MFA code.</summary>
public interface ITokenCodePrompt
{
    /// <summary>Asks for the code of a device.</summary>
    /// <returns>What was typed, or null if there is nobody to ask.</returns>
    Task<string?> AskAsync(MfaDevice device, CancellationToken cancellationToken);
}
