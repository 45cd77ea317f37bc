using System.CommandLine;
using AssumeRole.Chains;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sessions;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Cli.Options;

/// <summary>The options of the verbs that assume roles: the cmdlets' parameters in kebab case.</summary>
internal sealed class RoleOptions
{
    private readonly IReadOnlyDictionary<RoleParameter, Option> options =
        RoleParameter.All.Where(parameter => parameter.Kind != RoleParameterKind.Secret).ToDictionary(parameter => parameter, ToOption);

    private readonly Option<string[]> roleArns = Many(
        "--role-arn", "The role to test; may be given several times; aws_assume_role_arn if left out.");

    private readonly Option<bool> cache = new("--cache")
    {
        Description = "Keeps the session in a file that only this user can read, and takes it from there the next time.",
    };

    private readonly IdentityOptions identity = new();

    public string? Region(ParseResult parsed) => identity.Region(parsed);

    public bool IsVerbose(ParseResult parsed) => identity.IsVerbose(parsed);

    public bool UsesFiles(ParseResult parsed) => parsed.GetValue(cache);

    /// <summary>Adds the options and --cache.</summary>
    public void AddWithCacheTo(Command command)
    {
        AddTo(command);
        command.Options.Add(cache);
    }

    /// <summary>Adds the options with --role-arn several times.</summary>
    public void AddWithSeveralRolesTo(Command command) => AddTo(command, roleArns);

    public IReadOnlyList<string> RoleArns(ParseResult parsed) => parsed.GetValue(roleArns) ?? [];

    public void AddTo(Command command) => AddTo(command, Named(nameof(RoleChainRequest.RoleArn)));

    /// <summary>Reads and checks the options. Nothing is sent.</summary>
    /// <exception cref="AssumeRoleException">The first fault found.</exception>
    public SessionRequest Plan(ParseResult parsed, IEnvironmentVariables variables) =>
        Plan(parsed, variables, Value(parsed, nameof(RoleChainRequest.RoleArn)));

    /// <summary>The name of the first option given that describes a role, or null.</summary>
    public string? FirstGiven(ParseResult parsed) =>
        options.Values.Concat(identity.OfSource).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    private void AddTo(Command command, Option role)
    {
        command.Options.Add(role);
        foreach (var option in options.Values.Where(option => option.Name != role.Name)) command.Options.Add(option);
        identity.AddTo(command);
    }

    /// <summary>Reads and checks the options for one role. Nothing is sent.</summary>
    /// <exception cref="AssumeRoleException">The first fault found.</exception>
    public SessionRequest Plan(ParseResult parsed, IEnvironmentVariables variables, string? role)
    {
        var chain = RoleChain.Plan(Read(parsed, role), variables);
        var selection = identity.SelectSource(parsed, Value(parsed, nameof(RoleChainRequest.WebIdentityTokenFile)) is not null);
        return new SessionRequest(chain, selection, identity.Region(parsed), identity.EndpointUrl(parsed));
    }

    /// <summary>Reads the options for one role without checking them.</summary>
    public RoleChainRequest Read(ParseResult parsed, string? role) => RoleChainRequest.Read(parameter => parameter switch
    {
        { Name: nameof(RoleChainRequest.RoleArn) } => role,
        { Kind: RoleParameterKind.Secret } => null,
        { Kind: RoleParameterKind.Texts } => parsed.GetValue((Option<string[]>)options[parameter]),
        { Kind: RoleParameterKind.Tags } => parsed.GetValue((Option<string[]>)options[parameter])?.Select(ToTag).ToArray(),
        _ => parsed.GetValue((Option<string?>)options[parameter]),
    });

    private Option Named(string name) => options[RoleParameter.All.Single(parameter => parameter.Name == name)];

    private string? Value(ParseResult parsed, string name) => parsed.GetValue((Option<string?>)Named(name));

    private static Option ToOption(RoleParameter parameter)
    {
        var name = CommandLineWords.ToOption(parameter.Name);
        var description = CommandLineWords.Translate(parameter.Description);
        return parameter.Kind switch
        {
            RoleParameterKind.Texts => Many(name, $"{description} May be given several times."),
            RoleParameterKind.Tags => Many(name, $"{description} Written key=value; may be given several times."),
            _ => new Option<string?>(name) { Description = description },
        };
    }

    public static Option<string[]> Many(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    private static SessionTag ToTag(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new SessionTag(text[..equals], text[(equals + 1)..])
            : throw FindingCatalogue.TagInvalid.Error(text, $"--tag is '{text}'.", remedy: "Write --tag key=value.");
    }
}

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

    public string? Region(ParseResult parsed) => parsed.GetValue(region);

    public string? EndpointUrl(ParseResult parsed) => parsed.GetValue(endpointUrl);

    public bool IsVerbose(ParseResult parsed) => parsed.GetValue(verbose);

    /// <summary>The options of the source credentials.</summary>
    public IEnumerable<Option> OfSource => [source, profileName, region, endpointUrl];

    public void AddTo(Command command)
    {
        foreach (var option in OfSource.Append(verbose)) command.Options.Add(option);
    }

    /// <summary>Reads the source credentials, and checks region and address.</summary>
    /// <param name="webIdentity">Whether the first hop uses a web identity token.</param>
    /// <exception cref="Findings.AssumeRoleException">SourceInvalid, ProfileMissing, ParameterConflict, RegionInvalid or EndpointInvalid.</exception>
    public SourceSelection SelectSource(ParseResult parsed, bool webIdentity = false)
    {
        StsEndpointResolver.Check(Region(parsed), EndpointUrl(parsed));
        return SourceSelection.Parse(
            parsed.GetValue(source), parsed.GetValue(profileName), given: null, fromSession: false, webIdentity);
    }
}
