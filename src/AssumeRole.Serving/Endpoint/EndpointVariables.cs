using AssumeRole.Profiles;
using AssumeRole.Sessions;

namespace AssumeRole.Endpoint;

/// <summary>The environment variables that make other programs use a credential endpoint.</summary>
public static class EndpointVariables
{
    /// <summary>The endpoint's address (AWS SDK reference, "Container credential provider").</summary>
    public const string Address = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    /// <summary>The value that a client must send in its Authorization header.</summary>
    public const string Token = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

    private const string ConfigFile = "AWS_CONFIG_FILE";
    private const string CredentialsFile = "AWS_SHARED_CREDENTIALS_FILE";

    /// <summary>The variables to set, or with null to unset, for clients. A null region leaves the region alone.</summary>
    public static IReadOnlyDictionary<string, string?> For(
        Uri address, Secret token, string? region, IEnumerable<string> presentNames, AwsProfile? defaultProfile)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(token);
        var values = SessionVariables.Outranking
            .Concat([SessionVariables.AccessKeyId, SessionVariables.SecretAccessKey, SessionVariables.SessionToken, SessionVariables.Expiration])
            .Concat(presentNames.Where(name => name.StartsWith("AWS_CONTAINER_", StringComparison.Ordinal)))
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        values[Address] = address.ToString();
        values[Token] = token.Reveal();
        if (defaultProfile is { HasCredentials: true })
        {
            // botocore and the SDK for .NET prefer a default profile to the endpoint, so the files that hold it are hidden.
            (values[ConfigFile], values[CredentialsFile]) = (NullFile, NullFile);
            region ??= defaultProfile["region"];
        }

        if (region is null) return values;
        values[SessionVariables.Region] = region;
        values[SessionVariables.DefaultRegion] = region;
        return values;
    }

    private static string NullFile => OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
}
