using AssumeRole.Credentials;
using AssumeRole.Sources;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <content>The chain holds here, and other programs would stumble.</content>
internal static partial class FaultyWorlds
{
    private static IEnumerable<FaultyWorld> OfEnvironments =>
    [
        Remarkable("half a key pair is left in the environment", "EnvironmentLeftover") with
        {
            Variables = Set("AWS_SECRET_ACCESS_KEY", "left-over"),
        },
        Remarkable("keys in the environment outrank the worker's role", "EnvironmentShadowsRole") with
        {
            Variables = Set("AWS_ACCESS_KEY_ID", "AKIASOMEBODYELSE", "AWS_SECRET_ACCESS_KEY", "left-over"),
        },
        Remarkable("expired keys outrank the worker's role", "EnvironmentLeftover", "EnvironmentShadowsRole") with
        {
            Variables = Set(
                "AWS_ACCESS_KEY_ID", "ASIASOMEBODYELSE",
                "AWS_SECRET_ACCESS_KEY", "left-over",
                "AWS_SESSION_TOKEN", "left-over",
                "AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z"),
        },
        Remarkable("a profile is named that is not there", "EnvironmentLeftover") with
        {
            Variables = Set("AWS_PROFILE", "absent"),
            Selection = new SourceSelection(CredentialSource.Instance),
        },
    ];

    private static FaultyWorld Remarkable(string name, params string[] warnings) =>
        new(name, WorldText.Of()) { Warnings = warnings };
}
