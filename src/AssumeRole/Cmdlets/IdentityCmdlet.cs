using System.Management.Automation;
using AssumeRole.Completion;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Cmdlets;

/// <summary>The parameters of the identity to start from, and of the STS that is asked.</summary>
public abstract class IdentityCmdlet : AsyncCmdlet
{
    /// <summary>Where the first identity comes from: Auto, Environment, Profile, Instance, Container or WebIdentity.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SourceCompleter))]
    public string? Source { get; set; }

    /// <summary>The profile of ~/.aws/config to start from.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>The region that is asked. Left out: AWS_REGION, AWS_DEFAULT_REGION, the profile, the instance.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>
    /// An address to ask instead of the region's STS. Left out: AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL, then the region's own, which
    /// AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT choose.
    /// </summary>
    [Parameter]
    public string? EndpointUrl { get; set; }

    /// <summary>The identity to start from; region and address are checked too.</summary>
    /// <exception cref="AssumeRoleException">SourceInvalid, ProfileMissing, ParameterConflict, RegionInvalid or EndpointInvalid.</exception>
    private protected SourceSelection SelectSource(AwsKeys? given = null, bool fromSession = false, bool webIdentity = false)
    {
        StsEndpointResolver.Check(Region, EndpointUrl);
        return SourceSelection.Parse(Source, ProfileName, given, fromSession, webIdentity);
    }

    /// <summary>A path of PowerShell's as an absolute one.</summary>
    private protected string? ToFilePath(string? path) =>
        string.IsNullOrEmpty(path) ? path : GetUnresolvedProviderPathFromPSPath(path);
}
