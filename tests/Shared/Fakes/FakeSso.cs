using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Profiles;

namespace AssumeRole.Testing;

/// <summary>An IAM Identity Center where somebody may have signed in.</summary>
internal sealed class FakeSso(bool isSignedIn = true) : ISsoCredentialSource
{
    public List<SsoProfile> Asked { get; } = [];

    public Task<SourceCredentials> GetAsync(SsoProfile profile, CancellationToken cancellationToken)
    {
        Asked.Add(profile);
        var keys = Sample.Keys with { AccessKeyId = "ASIASSO" };
        return isSignedIn
            ? Task.FromResult(new SourceCredentials(keys, $"IAM Identity Center profile {profile.ProfileName}"))
            : Task.FromException<SourceCredentials>(FindingCatalogue.SsoSignInRequired.Error(profile.ProfileName, "Not signed in."));
    }
}
