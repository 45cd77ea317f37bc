using System.Text.RegularExpressions;
using AssumeRole.Connections;
using AssumeRole.Findings;
using AssumeRole.Metadata;
using AssumeRole.Profiles;
using AssumeRole.Sessions;

namespace AssumeRole.Sts;

/// <summary>
/// Finds which STS to ask. Region: -Region, AWS_REGION, AWS_DEFAULT_REGION, the profile, the instance's own; never a guess.
/// Address: -EndpointUrl, AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL, the profile's, or else the region's, of the kind that
/// AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT or the profile ask for (AWS SDK reference, "Dual-stack and FIPS endpoints").
/// </summary>
internal sealed partial class StsEndpointResolver(
    IEnvironmentVariables variables, InstanceMetadataClient metadata, Lazy<AwsProfileStore>? files = null)
{
    private const string RegionPath = "latest/meta-data/placement/region";

    private readonly Lazy<AwsProfileStore> files = files ?? AwsProfileStore.ReadLater(variables);

    /// <summary>Checks what the user gave, without a request.</summary>
    public static void Check(string? region, string? endpointUrl)
    {
        if (region is not null) CheckRegion(region, "-Region");
        if (endpointUrl is not null) ParseUrl(endpointUrl);
    }

    public async Task<StsEndpoint> ResolveAsync(
        string? region, string? endpointUrl, string profileName, CancellationToken cancellationToken)
    {
        Check(region, endpointUrl);
        // A setting of the profile can turn off even the addresses of variables.
        var profile = new Lazy<AwsProfile?>(() => files.Value.Find(profileName));
        var retries = RetryOptions.Read(variables, profile);
        var bundle = ProfileSetting.FindBundle(variables, profile);
        var url = endpointUrl is not null ? ParseUrl(endpointUrl) : ConfiguredEndpoint.Find(variables, profile, "STS", "sts");
        if (region is not null) return Create(region, "-Region");
        if (FindRegion(profile) is { } found) return Create(found.Region, found.Origin);
        return Create(await AskInstanceAsync(profileName, cancellationToken).ConfigureAwait(false), "instance metadata");

        StsEndpoint Create(string name, string origin) => new(name, url)
        {
            RegionOrigin = origin,
            Retries = retries,
            CertificateBundle = bundle,
            UseFips = url is null && ProfileSetting.IsOn(variables, "AWS_USE_FIPS_ENDPOINT", profile, "use_fips_endpoint"),
            UseDualStack = url is null && ProfileSetting.IsOn(variables, "AWS_USE_DUALSTACK_ENDPOINT", profile, "use_dualstack_endpoint"),
        };
    }

    private (string Region, string Origin)? FindRegion(Lazy<AwsProfile?> profile)
    {
        foreach (var name in new[] { SessionVariables.Region, SessionVariables.DefaultRegion })
            if (variables.GetNonEmpty(name) is { } value) return (CheckRegion(value, name), name);
        if (profile.Value?["region"] is not { } region) return null;
        var origin = $"region of profile {profile.Value.Name}";
        return (CheckRegion(region, origin), origin);
    }

    private async Task<string> AskInstanceAsync(string profileName, CancellationToken cancellationToken)
    {
        string seen;
        try
        {
            var region = await metadata.GetAsync(RegionPath, cancellationToken).ConfigureAwait(false);
            if (region is { Length: > 0 }) return CheckRegion(region, "placement/region");
            seen = "has none";
        }
        catch (AssumeRoleException error) when (error.Finding.Kind.ExitCode == ExitCode.MetadataUnreachable)
        {
            seen = $"says nothing ({error.Finding.Evidence.TrimEnd('.')})";
        }

        throw FindingCatalogue.RegionMissing.Error(
            SessionVariables.Region,
            $"AWS_REGION and AWS_DEFAULT_REGION are not set, profile {profileName} has no region, instance metadata {seen}.");
    }

    private static Uri ParseUrl(string given) => ConfiguredEndpoint.Parse(given, "-EndpointUrl");

    public static bool IsRegion(string text) => RegionPattern().IsMatch(text);

    private static string CheckRegion(string text, string origin) => IsRegion(text)
        ? text
        : throw FindingCatalogue.RegionInvalid.Error(text, $"{origin} is '{text}'.");

    // It becomes part of a host name, and of a command that is pasted into a shell, so nothing else may pass.
    [GeneratedRegex(@"^[a-z]{2,8}(-[a-z0-9]{1,16}){1,4}\z")]
    private static partial Regex RegionPattern();
}

/// <summary>Where STS is asked.</summary>
/// <param name="Region">The region that requests are signed for, and whose STS is asked.</param>
public sealed record StsEndpoint(string Region, Uri? Url = null)
{
    /// <summary>Whether the region's FIPS endpoint is wanted; of no effect with an address.</summary>
    public bool UseFips { get; init; }

    /// <summary>Whether the region's dual-stack endpoint is wanted; of no effect with an address.</summary>
    public bool UseDualStack { get; init; }

    internal RetryOptions Retries { get; init; } = new();

    internal CertificateBundle? CertificateBundle { get; init; }

    /// <summary>What named the region: a parameter, a variable, a profile, the instance; or empty.</summary>
    public string RegionOrigin { get; init; } = string.Empty;

    /// <summary>The address without path, user and password, or the region whose STS is asked.</summary>
    public override string ToString() => Url is null ? $"STS in {Region}" : Url.WithoutSecrets();
}

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
