using AssumeRole.Credentials;

namespace AssumeRole.Profiles;

/// <summary>The port to IAM Identity Center: role credentials for a profile whose user has signed in with aws sso login.</summary>
public interface ISsoCredentialSource
{
    /// <summary>Gets role credentials with the cached sign-in. It never opens a browser.</summary>
    /// <exception cref="Findings.AssumeRoleException">SsoSignInRequired, SsoForbidden, SsoThrottled, SsoUnavailable, TlsLibraryMissing.</exception>
    Task<BaseCredentials> GetAsync(SsoProfile profile, CancellationToken cancellationToken);
}
