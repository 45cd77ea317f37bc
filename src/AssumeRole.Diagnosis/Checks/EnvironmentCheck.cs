using System.Globalization;
using System.Net;
using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Profiles;
using AssumeRole.Sessions;
using AssumeRole.Sources;

namespace AssumeRole.Checks;

/// <summary>Checks the process before any request: other credentials, leftovers of sessions, proxies before the metadata.</summary>
/// <param name="variables">The environment before this module's roles.</param>
internal sealed class EnvironmentCheck(IEnvironmentVariables variables, Lazy<AwsProfileStore> files, TimeProvider time)
{
    private static readonly string[] ProxyVariables = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];

    public IReadOnlyList<ChainStep> Check(ChainCheckRequest request, Uri metadata)
    {
        var started = time.GetTimestamp();
        var selection = request.Chains[0].Selection;
        AwsProfileStore profiles;
        try
        {
            profiles = files.Value;
        }
        catch (AssumeRoleException error)
        {
            return [ChainStep.Warned(ChainStepName.Environment, error.Finding, time.GetElapsedTime(started))];
        }

        var sources = PresentSources.Find(variables, profiles, request.HasStoredCredentials);
        var place = request.Machine.Container is { } sign ? $"A container ({sign})" : "A host";
        Finding[] findings =
        [
            .. FindLeftovers(profiles),
            .. FindShadows(selection, sources, request.Machine),
            .. FindProxies(selection, sources, metadata),
        ];
        var target = request.Machine.Container is null ? "host" : "container";
        var evidence = $"{sources.Describe()} {place}{(request.Machine.IsEc2 ? " on EC2" : string.Empty)}.";
        return
        [
            ChainStep.Passed(ChainStepName.Environment, target, evidence, time.GetElapsedTime(started)),
            .. findings.Select(finding => ChainStep.Warned(ChainStepName.Environment, finding)),
        ];
    }

    private IEnumerable<Finding> FindLeftovers(AwsProfileStore profiles)
    {
        var id = variables.GetNonEmpty(SessionVariables.AccessKeyId);
        foreach (var name in new[] { SessionVariables.SecretAccessKey, SessionVariables.SessionToken, "AWS_SECURITY_TOKEN" })
        {
            if (id is null && variables.GetNonEmpty(name) is not null)
                yield return Leftover(name, $"{name} is set and {SessionVariables.AccessKeyId} is not.");
        }

        if (variables.GetNonEmpty(SessionVariables.SessionToken) is { } token && variables.GetNonEmpty("AWS_SECURITY_TOKEN") is { } older && older != token)
        {
            yield return Leftover(
                "AWS_SECURITY_TOKEN", $"AWS_SECURITY_TOKEN and {SessionVariables.SessionToken} differ: boto3 takes the first, the SDKs take the second.");
        }

        if (id is not null && ReadExpiration() is { } end && end <= time.GetUtcNow())
            yield return Leftover(SessionVariables.AccessKeyId, $"{SessionVariables.Expiration} says that these keys ended at {end:u}.");
        if (id?.StartsWith("ASIA", StringComparison.Ordinal) == true && variables.GetNonEmpty(SessionVariables.SessionToken) is null)
            yield return Leftover(SessionVariables.AccessKeyId, $"The key {AwsKeys.Shorten(id)} belongs to a session, and {SessionVariables.SessionToken} is not set.");
        if (AwsProfileStore.FindName(variables) is { } named && profiles.Find(named.Name) is null)
            yield return Leftover(named.Variable, $"{named.Variable} is '{named.Name}', and neither AWS file has that profile.");
        if (variables.GetNonEmpty("AWS_WEB_IDENTITY_TOKEN_FILE") is { } file && !File.Exists(file))
            yield return Leftover("AWS_WEB_IDENTITY_TOKEN_FILE", $"There is no file {file}.");
    }

    /// <summary>On an EC2 worker the instance's role is expected; sources that come before it are used in its place.</summary>
    private static IEnumerable<Finding> FindShadows(SourceSelection selection, PresentSources sources, MachineFacts machine)
    {
        var wantsInstance = selection is { Source: CredentialSource.Instance }
            || (selection is { Source: CredentialSource.Auto, Given: null, FromSession: false } && machine.IsEc2);
        var before = sources.Names.Where(name => name != PresentSources.InstanceText).ToArray();
        if (wantsInstance && before.Length > 0)
        {
            yield return FindingCatalogue.EnvironmentShadowsRole.For(
                "instance role", $"Before the instance's role come {string.Join(", ", before)}. {sources.Describe()}");
        }
    }

    private IEnumerable<Finding> FindProxies(SourceSelection selection, PresentSources sources, Uri metadata)
    {
        var mayAsk = sources.Instance && selection.Source is CredentialSource.Auto or CredentialSource.Instance
            && (selection.Source == CredentialSource.Instance || sources.Names is [PresentSources.InstanceText]);
        var name = ProxyVariables.FirstOrDefault(name => variables.GetNonEmpty(name) is not null);
        if (!mayAsk || name is null || metadata.IsLoopback) yield break;
        var host = metadata.Host.Trim('[', ']');
        var exceptions = variables.GetNonEmpty("no_proxy") ?? variables.GetNonEmpty("NO_PROXY") ?? string.Empty;
        if (IsExcepted(exceptions, host)) yield break;
        yield return FindingCatalogue.MetadataThroughProxy.For(
            name,
            $"{name} is set and NO_PROXY lacks {host}.",
            remedy: $"Set NO_PROXY={(exceptions.Length == 0 ? host : $"{exceptions},{host}")} (and no_proxy). This module goes straight to the service.");
    }

    private DateTimeOffset? ReadExpiration() =>
        DateTimeOffset.TryParse(
            variables.GetNonEmpty(SessionVariables.Expiration), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            ? end
            : null;

    private static Finding Leftover(string name, string evidence) =>
        FindingCatalogue.EnvironmentLeftover.For(name, evidence, remedy: $"Unset {name}, or set it right.");

    /// <summary>Whether NO_PROXY lists a host: by itself, by *, or by an address range, which Python and Go support.</summary>
    private static bool IsExcepted(string list, string host)
    {
        foreach (var entry in list.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            var name = entry.Trim('[', ']');
            if (name == "*" || name.Equals(host, StringComparison.OrdinalIgnoreCase)) return true;
            if (entry.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(entry, out var range)
                && IPAddress.TryParse(host, out var address) && range.Contains(address))
                return true;
        }

        return false;
    }
}

/// <param name="Profile">The profile that has credentials, or null.</param>
/// <param name="ProfileAssumesRole">The profile names a role: botocore looks for that before a token file.</param>
/// <param name="Instance">The metadata service is not disabled.</param>
/// <param name="Stored">PowerShell holds credentials for AWS.Tools.</param>
internal sealed record PresentSources(
    bool Environment, bool WebIdentity, string? Profile, bool ProfileAssumesRole, bool Container, bool Instance, bool Stored)
{
    private const string KeysText = "the keys in AWS_ACCESS_KEY_ID";
    private const string TokenText = "the token in AWS_WEB_IDENTITY_TOKEN_FILE";
    private const string ContainerText = "the container endpoint";

    public const string InstanceText = "the instance's role";

    public IReadOnlyList<string> Names =>
    [
        .. Environment ? [KeysText] : Array.Empty<string>(),
        .. WebIdentity ? [TokenText] : Array.Empty<string>(),
        .. Profile is null ? Array.Empty<string>() : [ProfileText],
        .. Container ? [ContainerText] : Array.Empty<string>(),
        .. Stored ? ["$StoredAWSCredentials"] : Array.Empty<string>(),
        .. Instance ? [InstanceText] : Array.Empty<string>(),
    ];

    /// <summary>The AWS CLI and boto3: botocore's create_credential_resolver. There only --profile outranks keys, not AWS_PROFILE.</summary>
    public string ForBotocore =>
        Environment ? KeysText
        : Profile is not null && ProfileAssumesRole ? ProfileText
        : WebIdentity ? TokenText
        : Rest;

    /// <summary>The AWS SDK for .NET 4 (its guide, "Credential and profile resolution").</summary>
    public string ForDotNet => Environment ? KeysText : WebIdentity ? TokenText : Rest;

    /// <summary>AWS.Tools 5 (its guide, "Credential and profile resolution"), which reads no token file.</summary>
    public string ForAwsTools => Stored ? "$StoredAWSCredentials" : Environment ? KeysText : Rest;

    private string ProfileText => $"profile {Profile}";

    private string Rest =>
        Profile is not null ? ProfileText : Container ? ContainerText : Instance ? InstanceText : "nothing";

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
