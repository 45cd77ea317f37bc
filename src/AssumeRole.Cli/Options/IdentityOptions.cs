using System.CommandLine;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Cli.Options;

/// <summary>The options that say which identity a chain starts from and which STS is asked.</summary>
internal sealed class IdentityOptions
{
    private readonly Option<string?> source = new("--source")
    {
        Description = "Where the first identity comes from: Auto, Environment, Profile, Instance, Container or WebIdentity.",
    };

    private readonly Option<string?> profileName = new("--profile-name")
    {
        Description = "The profile to start from; implies --source Profile and beats AWS_PROFILE.",
    };

    private readonly Option<string?> region = new("--region") { Description = "The region whose STS is asked." };

    private readonly Option<string?> endpointUrl = new("--endpoint-url") { Description = "An address to ask instead." };

    private readonly Option<bool> verbose = new("--verbose", "-v") { Description = "Shows each hop on standard error." };

    /// <summary>The region that was given, or null.</summary>
    public string? Region(ParseResult parsed) => parsed.GetValue(region);

    /// <summary>The STS address that was given, or null.</summary>
    public string? EndpointUrl(ParseResult parsed) => parsed.GetValue(endpointUrl);

    /// <summary>Whether each hop is to be shown.</summary>
    public bool IsVerbose(ParseResult parsed) => parsed.GetValue(verbose);

    /// <summary>Those that say where a chain starts.</summary>
    public IEnumerable<Option> OfBase => [source, profileName, region, endpointUrl];

    /// <summary>Adds all of them to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in OfBase.Append(verbose)) command.Options.Add(option);
    }

    /// <summary>Which identity to start from; region and address are checked too.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="webIdentity">Whether a token stands for the caller.</param>
    /// <exception cref="Findings.AssumeRoleException">SourceInvalid, ProfileMissing, ParameterConflict, RegionInvalid or EndpointInvalid.</exception>
    public BaseSelection Base(ParseResult parsed, bool webIdentity = false)
    {
        StsEndpointResolver.Check(Region(parsed), EndpointUrl(parsed));
        return BaseSelection.Parse(
            parsed.GetValue(source), parsed.GetValue(profileName), given: null, fromSession: false, webIdentity);
    }
}
