using AssumeRole.Profiles;
using AssumeRole.Sessions;
using AssumeRole.Sources;

namespace AssumeRole.Checks;

/// <summary>Which sources of credentials a process has, and what each AWS program takes first.</summary>
/// <param name="Environment">Keys in the environment.</param>
/// <param name="WebIdentity">A token file with a role.</param>
/// <param name="Profile">The profile that has credentials, or null.</param>
/// <param name="ProfileAssumesRole">Whether that profile names a role: botocore looks for that before a token file.</param>
/// <param name="Container">The endpoint of a container service.</param>
/// <param name="Instance">Whether the metadata service may be asked.</param>
/// <param name="Stored">Whether PowerShell holds credentials for AWS.Tools.</param>
internal sealed record PresentSources(
    bool Environment, bool WebIdentity, string? Profile, bool ProfileAssumesRole, bool Container, bool Instance, bool Stored)
{
    private const string KeysText = "the keys in AWS_ACCESS_KEY_ID";
    private const string TokenText = "the token in AWS_WEB_IDENTITY_TOKEN_FILE";
    private const string ContainerText = "the container endpoint";
    /// <summary>What the instance's role is called.</summary>
    public const string InstanceText = "the instance's role";
    private const string NothingText = "nothing";

    /// <summary>All of them in words, in no program's order.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. Environment ? [KeysText] : Array.Empty<string>(),
        .. WebIdentity ? [TokenText] : Array.Empty<string>(),
        .. Profile is null ? Array.Empty<string>() : [ProfileText],
        .. Container ? [ContainerText] : Array.Empty<string>(),
        .. Stored ? ["$StoredAWSCredentials"] : Array.Empty<string>(),
        .. Instance ? [InstanceText] : Array.Empty<string>(),
    ];

    /// <summary>
    /// What the AWS CLI and boto3 take: botocore's create_credential_resolver. AWS_PROFILE does not outrank keys there; only
    /// --profile does.
    /// </summary>
    public string ForBotocore =>
        Environment ? KeysText
        : Profile is not null && ProfileAssumesRole ? ProfileText
        : WebIdentity ? TokenText
        : Rest;

    /// <summary>What the AWS SDK for .NET 4 takes (its guide, "Credential and profile resolution").</summary>
    public string ForDotNet => Environment ? KeysText : WebIdentity ? TokenText : Rest;

    /// <summary>What AWS.Tools 5 takes (its guide, "Credential and profile resolution"); it has no place for a token file.</summary>
    public string ForAwsTools => Stored ? "$StoredAWSCredentials" : Environment ? KeysText : Rest;

    private string ProfileText => $"profile {Profile}";

    private string Rest =>
        Profile is not null ? ProfileText : Container ? ContainerText : Instance ? InstanceText : NothingText;

    /// <summary>Looks for them.</summary>
    /// <param name="variables">The environment.</param>
    /// <param name="profiles">The profiles of the AWS files.</param>
    /// <param name="stored">Whether PowerShell holds credentials for AWS.Tools.</param>
    public static PresentSources Find(IEnvironmentVariables variables, AwsProfileStore profiles, bool stored)
    {
        var profile = profiles.Find(ProfileSource.EffectiveName(null, variables));
        return new PresentSources(
            variables.GetNonEmpty(SessionVariables.AccessKeyId) is not null,
            variables.GetNonEmpty("AWS_WEB_IDENTITY_TOKEN_FILE") is not null && variables.GetNonEmpty("AWS_ROLE_ARN") is not null,
            profile is { HasCredentials: true } ? profile.Name : null,
            profile?.Settings.ContainsKey("role_arn") == true,
            (variables.Get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") ?? variables.Get("AWS_CONTAINER_CREDENTIALS_FULL_URI")) is not null,
            !variables.IsTrue("AWS_EC2_METADATA_DISABLED"),
            stored);
    }

    /// <summary>What comes first for whom, in one sentence.</summary>
    public string Describe()
    {
        (string Program, string Takes)[] programs =
            [("AWS CLI", ForBotocore), ("boto3", ForBotocore), (".NET SDK", ForDotNet), ("AWS.Tools", ForAwsTools)];
        var groups = programs.GroupBy(program => program.Takes, program => program.Program)
            .Select((group, place) => $"{group.Key}{(place == 0 ? " comes first" : string.Empty)} for {string.Join(", ", group)}");
        var text = string.Join("; ", groups) + ".";
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
