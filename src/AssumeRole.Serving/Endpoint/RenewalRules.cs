using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Endpoint;

/// <summary>Which chains can be walked again and again with nobody there.</summary>
internal static class RenewalRules
{
    /// <summary>Refuses a chain that needs an MFA code or a web identity token that is given once.</summary>
    /// <param name="chain">The chain.</param>
    /// <exception cref="AssumeRoleException">RenewalImpossible.</exception>
    public static void Check(RoleChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        foreach (var hop in chain.Hops)
        {
            if (hop.Mfa is not null)
                throw Impossible("SerialNumber", $"The hop to {hop.Role} asks for an MFA code, and each code works once.");
            if (hop.WebIdentity is { Token: not null })
                throw Impossible("WebIdentityToken", $"The hop to {hop.Role} is made with a token that ends and that nobody renews.");
        }
    }

    /// <summary>Refuses a request whose chain, or whose identity to start from, ends and cannot be had again.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="AssumeRoleException">RenewalImpossible.</exception>
    public static void Check(SessionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Base.FromSession)
            throw Impossible("Chain", "-Chain starts from the session in force, which ends like any other.");
        if (request.Base.Given is { SessionToken: not null } given)
            throw Impossible("Credential", $"The credential that was given, {given}, is a session's, and ends with it.");
        Check(request.Chain);
    }

    private static AssumeRoleException Impossible(string target, string evidence) =>
        FindingCatalogue.RenewalImpossible.Error(target, evidence);
}
