using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>Says what a store's error means for one secret.</summary>
internal static class SecretFaults
{
    /// <summary>The finding about the secret of that name.</summary>
    public static Finding Explain(StoreFault fault, string name)
    {
        // The catalogue's own texts of these speak of STS.
        var kind = fault.Kind;
        var cause = kind.Id switch
        {
            nameof(FindingCatalogue.CredentialsRefused) => "The store does not accept the credentials that signed the request.",
            nameof(FindingCatalogue.ClockSkew) => "The store rejects the signature because this machine's clock is wrong.",
            _ => null,
        };
        return kind.For(name, $"{name}: {fault}", cause);
    }
}
