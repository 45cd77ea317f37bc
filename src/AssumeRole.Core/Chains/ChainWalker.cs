using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Chains;

/// <summary>Assumes the roles of a chain one after another, each with the session of the one before.</summary>
internal sealed class ChainWalker(ISecurityTokenService sts, ITokenCodePrompt prompt, Action<string> trace)
{
    /// <summary>Returns the session of the last hop. The first hop that fails throws, as a finding about its role.</summary>
    public async Task<SessionCredentials> WalkAsync(
        RoleChain chain, SourceCredentials start, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
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

    public async Task<SessionCredentials> AssumeAsync(
        RoleRequest hop, AwsKeys? keys, string caller, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
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
internal interface ITokenCodePrompt
{
    /// <summary>Returns what was typed, or null if there is no terminal to ask at.</summary>
    Task<string?> AskAsync(MfaDevice device, CancellationToken cancellationToken);
}
