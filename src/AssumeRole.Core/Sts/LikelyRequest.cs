using AssumeRole.Sessions;

namespace AssumeRole.Sts;

/// <summary>What the environment lets expect of a first request, so that what it needs can be made ready. It may turn out otherwise.</summary>
/// <param name="HasAddress">Whether STS has an address that a variable gives, so that the SDK's rules need not be asked for one.</param>
/// <param name="HasKeys">Whether the base identity's keys are there, so that STS is the first to be asked over HTTP.</param>
public sealed record LikelyRequest(bool HasAddress, bool HasKeys)
{
    /// <summary>Reads the variables, and does not check them.</summary>
    public static LikelyRequest From(IEnvironmentVariables variables) => new(
        ConfiguredEndpoint.Variables("STS").Any(name => variables.GetNonEmpty(name) is not null),
        variables.GetNonEmpty(SessionVariables.AccessKeyId) is not null);
}
