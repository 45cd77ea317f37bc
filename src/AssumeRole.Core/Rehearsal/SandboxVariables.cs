using AssumeRole.Sessions;

namespace AssumeRole.Rehearsal;

/// <summary>The variables that make every AWS program in this session talk to the sandbox, and with no real identity.</summary>
public static class SandboxVariables
{
    /// <summary>The values for a sandbox: a text to set, null to unset.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="variables">The present environment, to extend NO_PROXY.</param>
    public static IReadOnlyDictionary<string, string?> For(IRoleSandbox sandbox, IEnvironmentVariables variables)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        ArgumentNullException.ThrowIfNull(variables);
        var url = sandbox.Endpoint.GetLeftPart(UriPartial.Authority);
        // A real identity must not reach the sandbox, nor a rehearsal act with one: keys, profiles and files are out of the way.
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

    /// <summary>A file that every tool may read and that holds no profile.</summary>
    private static string NoFile => OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
}
