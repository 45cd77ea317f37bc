using AssumeRole.Findings;
using AssumeRole.Profiles;
using AssumeRole.Sessions;

namespace AssumeRole.Sts;

/// <summary>The address that a user configured for a service (AWS SDK reference, "Service-specific endpoints").</summary>
internal static class ConfiguredEndpoint
{
    public static Uri? Find(IEnvironmentVariables variables, Lazy<AwsProfile?> profile, string service, string section)
    {
        if (ProfileSetting.IsOn(variables, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", profile, "ignore_configured_endpoint_urls")) return null;
        foreach (var name in new[] { $"AWS_ENDPOINT_URL_{service}", "AWS_ENDPOINT_URL" })
            if (variables.GetNonEmpty(name) is { } url) return Parse(url, name);
        foreach (var name in new[] { $"{section}.endpoint_url", "endpoint_url" })
            if (profile.Value?[name] is { } url) return Parse(url, $"{name} of profile {profile.Value.Name}");
        return null;
    }

    public static Uri Parse(string text, string origin) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw FindingCatalogue.EndpointInvalid.Error(text, $"{origin} is '{text}'.");
}
