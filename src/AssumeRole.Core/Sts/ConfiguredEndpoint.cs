using AssumeRole.Findings;
using AssumeRole.Profiles;
using AssumeRole.Sessions;

namespace AssumeRole.Sts;

/// <summary>
/// The address of a service that somebody configured: AWS_ENDPOINT_URL_service, AWS_ENDPOINT_URL, or the profile's (AWS SDK
/// reference, "Service-specific endpoints").
/// </summary>
internal static class ConfiguredEndpoint
{
    /// <summary>Finds the address, or null for the region's own.</summary>
    /// <param name="variables">The environment.</param>
    /// <param name="profile">The profile, if there is one; read if no variable says more.</param>
    /// <param name="service">What the service's variable ends in.</param>
    /// <param name="section">The service's name in a profile.</param>
    /// <exception cref="AssumeRoleException">EndpointInvalid.</exception>
    public static Uri? Find(IEnvironmentVariables variables, Lazy<AwsProfile?> profile, string service, string section)
    {
        if (ProfileSwitch.IsOn(variables, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", profile, "ignore_configured_endpoint_urls")) return null;
        foreach (var name in VariablesOf(service))
            if (variables.GetNonEmpty(name) is { } url) return Parse(url, name);
        foreach (var name in new[] { $"{section}.endpoint_url", "endpoint_url" })
            if (profile.Value?[name] is { } url) return Parse(url, $"{name} of profile {profile.Value.Name}");
        return null;
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="AssumeRoleException">EndpointInvalid.</exception>
    public static Uri Parse(string text, string origin) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw FindingCatalogue.EndpointInvalid.Error(text, $"{origin} is '{text}'.");

    /// <summary>The variables that may hold a service's address, the one that counts first.</summary>
    private static string[] VariablesOf(string service) => [$"AWS_ENDPOINT_URL_{service}", "AWS_ENDPOINT_URL"];
}
