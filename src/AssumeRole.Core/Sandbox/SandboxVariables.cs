using AssumeRole.Sessions;

namespace AssumeRole.Sandbox;

/// <summary>The variables that make AWS programs call the sandbox, without a real identity.</summary>
internal static class SandboxVariables
{
    /// <summary>The values to set; null unsets a variable. A NO_PROXY of <paramref name="variables"/> is extended.</summary>
    public static IReadOnlyDictionary<string, string?> For(IRoleSandbox sandbox, IEnvironmentVariables variables)
    {
        var url = sandbox.Endpoint.GetLeftPart(UriPartial.Authority);
        // No real identity may reach the sandbox, and no call meant for the sandbox may use one.
        var values = SessionVariables.Outranking.ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        foreach (var name in new[]
        {
            SessionVariables.AccessKeyId, SessionVariables.SecretAccessKey, SessionVariables.SessionToken, SessionVariables.Expiration,
            "AWS_EC2_METADATA_DISABLED", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        })
            values[name] = null;
        values["AWS_CONFIG_FILE"] = NoFile;
        values["AWS_SHARED_CREDENTIALS_FILE"] = NoFile;
        values["AWS_ENDPOINT_URL_STS"] = url;
        values["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = url;
        values["AWS_ENDPOINT_URL_SSM"] = url;
        values["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = url + "/";
        values[SessionVariables.Region] = sandbox.Region;
        values[SessionVariables.DefaultRegion] = sandbox.Region;
        // One variable on Windows, two elsewhere.
        foreach (var name in OperatingSystem.IsWindows() ? new[] { "NO_PROXY" } : ["NO_PROXY", "no_proxy"])
            values[name] = variables.GetNonEmpty(name) is { } hosts ? $"{hosts},{sandbox.Endpoint.Host}" : sandbox.Endpoint.Host;
        return values;
    }

    /// <summary>A readable file without a profile.</summary>
    private static string NoFile => OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
}
