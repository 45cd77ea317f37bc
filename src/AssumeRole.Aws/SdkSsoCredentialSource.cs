using Amazon.Runtime;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Profiles;

namespace AssumeRole.Aws;

/// <summary>IAM Identity Center over the SDK: it reads the sign-in that aws sso login cached, and renews it if it can.</summary>
internal sealed class SdkSsoCredentialSource : ISsoCredentialSource
{
    public async Task<BaseCredentials> GetAsync(SsoProfile profile, CancellationToken cancellationToken)
    {
        var options = new SSOAWSCredentialsOptions
        {
            ClientName = "AssumeRole",
            SessionName = profile.Session,
            // A pipeline has no browser: an expired sign-in is an error that names aws sso login.
            SupportsGettingNewToken = false,
        };
        var credentials = new SSOAWSCredentials(profile.AccountId, profile.Region, profile.RoleName, profile.StartUrl, options);
        try
        {
            // The SDK's method takes no token; giving up leaves its request to end by itself, and to fail with nobody to see it.
            var asking = credentials.GetCredentialsAsync();
            AbandonedTask.Observe(asking);
            var keys = await asking.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new BaseCredentials(
                new AwsKeys(keys.AccessKey, new Secret(keys.SecretKey), keys.UseToken ? new Secret(keys.Token) : null),
                $"IAM Identity Center profile {profile.ProfileName}");
        }
        catch (Exception error) when (error is AmazonClientException or AmazonServiceException or HttpRequestException)
        {
            throw FindingCatalogue.SsoSignInRequired.Error(
                profile.ProfileName,
                error.Message,
                remedy: $"Sign in with aws sso login --profile {profile.ProfileName}, then run this again.",
                inner: error);
        }
    }
}
