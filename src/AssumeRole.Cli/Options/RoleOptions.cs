using System.CommandLine;
using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sessions;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Cli.Options;

/// <summary>The options of the verbs that assume roles: the cmdlets' parameters in kebab case.</summary>
internal sealed class RoleOptions
{
    private readonly Option<string?> roleArn = new("--role-arn")
    {
        Description = "The role to assume; aws_assume_role_arn if left out.",
    };

    private readonly Option<string[]> roleArns = Many(
        "--role-arn", "The role to test; may be given several times; aws_assume_role_arn if left out.");

    private readonly Option<string[]> via = Many("--via", "A role to pass through before --role-arn; may be given several times, in order.");

    private readonly Option<string?> duration = new("--duration-seconds")
    {
        Description = "How long the last hop's session lasts; aws_assume_role_duration if left out, then 3600.",
    };

    private readonly Option<string?> sessionName = new("--role-session-name")
    {
        Description = "The session's name; aws_assume_role_session_name if left out, then concourse-task.",
    };

    private readonly Option<string?> externalId = new("--external-id") { Description = "The external id that the last role asks for." };

    private readonly Option<string?> policy = new("--policy") { Description = "A JSON policy that narrows the last hop's session." };

    private readonly Option<string[]> policyArn = Many("--policy-arn", "A managed policy that narrows the last hop's session.");

    private readonly Option<string[]> tag = Many("--tag", "A session tag, key=value.");

    private readonly Option<string[]> transitiveTagKey = Many("--transitive-tag-key", "A key of a tag that later hops inherit.");

    private readonly Option<string?> sourceIdentity = new("--source-identity") { Description = "Who stands behind the session." };

    private readonly Option<string?> serialNumber = new("--serial-number") { Description = "The MFA device of the first hop." };

    private readonly Option<string?> tokenCode = new("--token-code") { Description = "Its code, or that of the profile's mfa_serial; asked for on a terminal if left out." };

    private readonly Option<string?> webIdentityTokenFile = new("--web-identity-token-file")
    {
        Description = "The file of an OIDC token that stands for the caller at the first hop.",
    };

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

    public void AddTo(Command command) => AddTo(command, roleArn);

    /// <summary>Reads and checks the options. Nothing is sent.</summary>
    /// <exception cref="AssumeRoleException">The first fault found.</exception>
    public SessionRequest Plan(ParseResult parsed, IEnvironmentVariables variables) =>
        Plan(parsed, variables, parsed.GetValue(roleArn));

    /// <summary>The name of the first option given that describes a role, or null.</summary>
    public string? FirstGiven(ParseResult parsed) =>
        OfChain(roleArn).Concat(identity.OfBase).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    private void AddTo(Command command, Option role)
    {
        foreach (var option in OfChain(role)) command.Options.Add(option);
        identity.AddTo(command);
    }

    private IEnumerable<Option> OfChain(Option role) =>
    [
        role, via, duration, sessionName, externalId, policy, policyArn, tag, transitiveTagKey, sourceIdentity, serialNumber, tokenCode,
        webIdentityTokenFile,
    ];

    /// <summary>Reads and checks the options for one role. Nothing is sent.</summary>
    /// <exception cref="AssumeRoleException">The first fault found.</exception>
    public SessionRequest Plan(ParseResult parsed, IEnvironmentVariables variables, string? role)
    {
        var chain = RoleChain.Plan(Read(parsed, role), variables);
        var selection = identity.Base(parsed, parsed.GetValue(webIdentityTokenFile) is not null);
        return new SessionRequest(chain, selection, identity.Region(parsed), identity.EndpointUrl(parsed));
    }

    /// <summary>Reads the options for one role without checking them.</summary>
    public RoleChainRequest Read(ParseResult parsed, string? role) => new()
    {
        RoleArn = role,
        Via = parsed.GetValue(via) ?? [],
        DurationSeconds = parsed.GetValue(duration),
        RoleSessionName = parsed.GetValue(sessionName),
        ExternalId = parsed.GetValue(externalId),
        Policy = parsed.GetValue(policy),
        PolicyArns = parsed.GetValue(policyArn) ?? [],
        Tags = [.. (parsed.GetValue(tag) ?? []).Select(ToTag)],
        TransitiveTagKeys = parsed.GetValue(transitiveTagKey) ?? [],
        SourceIdentity = parsed.GetValue(sourceIdentity),
        SerialNumber = parsed.GetValue(serialNumber),
        TokenCode = parsed.GetValue(tokenCode),
        WebIdentityTokenFile = parsed.GetValue(webIdentityTokenFile),
    };

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
    public IEnumerable<Option> OfBase => [source, profileName, region, endpointUrl];

    public void AddTo(Command command)
    {
        foreach (var option in OfBase.Append(verbose)) command.Options.Add(option);
    }

    /// <summary>Reads the source credentials, and checks region and address.</summary>
    /// <param name="webIdentity">Whether the first hop uses a web identity token.</param>
    /// <exception cref="Findings.AssumeRoleException">SourceInvalid, ProfileMissing, ParameterConflict, RegionInvalid or EndpointInvalid.</exception>
    public BaseSelection Base(ParseResult parsed, bool webIdentity = false)
    {
        StsEndpointResolver.Check(Region(parsed), EndpointUrl(parsed));
        return BaseSelection.Parse(
            parsed.GetValue(source), parsed.GetValue(profileName), given: null, fromSession: false, webIdentity);
    }
}
