using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Sources;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <content>The identity to start from is another than the instance's, and there is something about it.</content>
internal static partial class FaultyWorlds
{
    private const string Sso = """
        [profile corp]
        sso_session = assumerole-diagnosis
        sso_account_id = 111111111111
        sso_role_name = Deploy
        [sso-session assumerole-diagnosis]
        sso_start_url = https://nobody-has-signed-in-here.example.com/start
        sso_region = eu-west-1
        """;

    private static IEnumerable<FaultyWorld> OfSources =>
    [
        NoBase("the profile that AWS_PROFILE names is not there", "ProfileMissing") with
        {
            Variables = Set("AWS_PROFILE", "absent"),
            Warnings = ["EnvironmentLeftover"],
        },
        NoBase("the profile has neither keys nor a role", "ProfileInvalid") with
        {
            ConfigFile = "[profile empty]\nregion = eu-west-1\n",
            Selection = new SourceSelection(CredentialSource.Profile, "empty"),
        },
        NoBase("profiles take their keys from each other", "ProfileInvalid") with
        {
            ConfigFile = $"[profile a]\nrole_arn = {WorldText.Far}\nsource_profile = b\n"
                + $"[profile b]\nrole_arn = {WorldText.Middle}\nsource_profile = a\n",
            Selection = new SourceSelection(CredentialSource.Profile, "a"),
        },
        NoBase("nobody signed in to IAM Identity Center", "SsoSignInRequired") with
        {
            ConfigFile = Sso,
            Selection = new SourceSelection(CredentialSource.Profile, "corp"),
        },
        NoBase("the credential_process is no program", "CredentialProcessFailed") with
        {
            ConfigFile = "[profile tool]\ncredential_process = /no/such/program\n",
            Selection = new SourceSelection(CredentialSource.Profile, "tool"),
        },
        NoBase("the container endpoint has no credentials", "ContainerCredentialsUnavailable") with
        {
            Variables = Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/credentials"),
        },
        NoBase("keys were to be in the environment and are not", "BaseCredentialsMissing") with
        {
            Selection = new SourceSelection(CredentialSource.Environment),
        },
    ];

    private static FaultyWorld NoBase(string name, string findingId) =>
        Broken(name, ChainStepName.BaseCredentials, findingId, WorldText.Of()) with { Selection = new SourceSelection() };
}
