using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Profiles;

namespace AssumeRole.Testing;

/// <summary>An IAM Identity Center where somebody may have signed in.</summary>
internal sealed class FakeSso(bool isSignedIn = true) : ISsoCredentialSource
{
    public List<SsoProfile> Asked { get; } = [];

    public Task<BaseCredentials> GetAsync(SsoProfile profile, CancellationToken cancellationToken)
    {
        Asked.Add(profile);
        var keys = Sample.Keys with { AccessKeyId = "ASIASSO" };
        return isSignedIn
            ? Task.FromResult(new BaseCredentials(keys, $"IAM Identity Center profile {profile.ProfileName}"))
            : Task.FromException<BaseCredentials>(FindingCatalogue.SsoSignInRequired.Error(profile.ProfileName, "Not signed in."));
    }
}
