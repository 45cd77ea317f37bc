using System.Globalization;
using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Profiles;
using AssumeRole.Sessions;
using AssumeRole.Sources;

namespace AssumeRole.Checks;

/// <summary>
/// Looks at the process before anything is asked: which credentials other programs would find here, what is left over from
/// earlier, and what would keep metadata requests from their way.
/// </summary>
/// <param name="variables">The environment before this module's roles.</param>
/// <param name="time">The clock.</param>
internal sealed class EnvironmentCheck(IEnvironmentVariables variables, TimeProvider time)
{
    private static readonly string[] ProxyVariables = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];

    /// <summary>The rows: what there is, then a warning for each thing that should be changed.</summary>
    /// <param name="request">What is checked.</param>
    /// <param name="metadata">Where the metadata service is.</param>
    public IReadOnlyList<ChainStep> Check(ChainCheckRequest request, Uri metadata)
    {
        var started = time.GetTimestamp();
        var selection = request.Chains[0].Base;
        AwsProfileStore profiles;
        try
        {
            profiles = AwsProfileStore.Read(variables);
        }
        catch (AssumeRoleException error)
        {
            return [ChainStep.Found(ChainStepName.Environment, ChainStepStatus.Warning, error.Finding, time.GetElapsedTime(started))];
        }

        var sources = PresentSources.Find(variables, profiles, request.HasStoredCredentials);
        var place = request.Machine.Container is { } sign ? $"A container ({sign})" : "A host";
        var findings = FindLeftovers(profiles).Concat(FindShadows(selection, sources, request.Machine)).Concat(FindProxies(selection, sources, metadata)).ToArray();
        var elapsed = time.GetElapsedTime(started);
        return
        [
            ChainStep.Passed(
                ChainStepName.Environment,
                request.Machine.Container is null ? "host" : "container",
                elapsed,
                $"{sources.Describe()} {place}{(request.Machine.IsEc2 ? " on EC2" : string.Empty)}."),
            .. findings.Select(finding => ChainStep.Found(ChainStepName.Environment, ChainStepStatus.Warning, finding, TimeSpan.Zero)),
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

    /// <summary>On a worker the instance's role is the one that is meant; whatever stands before it is taken instead.</summary>
    private static IEnumerable<Finding> FindShadows(BaseSelection selection, PresentSources sources, MachineFacts machine)
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

    private IEnumerable<Finding> FindProxies(BaseSelection selection, PresentSources sources, Uri metadata)
    {
        var mayAsk = sources.Instance && selection.Source is CredentialSource.Auto or CredentialSource.Instance
            && (selection.Source == CredentialSource.Instance || sources.Names is [PresentSources.InstanceText]);
        var name = ProxyVariables.FirstOrDefault(name => variables.GetNonEmpty(name) is not null);
        if (!mayAsk || name is null || metadata.IsLoopback) yield break;
        var host = metadata.Host.Trim('[', ']');
        var exceptions = variables.GetNonEmpty("no_proxy") ?? variables.GetNonEmpty("NO_PROXY") ?? string.Empty;
        if (ProxyExceptions.Cover(exceptions, host)) yield break;
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
}
