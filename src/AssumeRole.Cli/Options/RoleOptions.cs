using System.CommandLine;
using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Options;

/// <summary>The options that every verb shares which assumes roles: the cmdlets' parameters in kebab case.</summary>
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

    /// <summary>The region that was given, or null.</summary>
    public string? Region(ParseResult parsed) => identity.Region(parsed);

    /// <summary>Whether each hop is to be shown.</summary>
    public bool IsVerbose(ParseResult parsed) => identity.IsVerbose(parsed);

    /// <summary>Whether sessions are kept in files.</summary>
    public bool UsesFiles(ParseResult parsed) => parsed.GetValue(cache);

    /// <summary>Adds those of a verb that hands a session on, which can be kept in a file.</summary>
    public void AddWithCacheTo(Command command)
    {
        AddTo(command);
        command.Options.Add(cache);
    }

    /// <summary>Adds those of a verb that looks at several roles.</summary>
    public void AddWithSeveralRolesTo(Command command) => AddTo(command, roleArns);

    /// <summary>The roles that were given to such a verb.</summary>
    public IReadOnlyList<string> RoleArns(ParseResult parsed) => parsed.GetValue(roleArns) ?? [];

    /// <summary>Adds all of them to a verb.</summary>
    public void AddTo(Command command) => AddTo(command, roleArn);

    /// <summary>Checks the options and makes a request of them. Nothing is sent.</summary>
    /// <exception cref="AssumeRoleException">The first fault found.</exception>
    public SessionRequest Plan(ParseResult parsed, IEnvironmentVariables variables) =>
        Plan(parsed, variables, parsed.GetValue(roleArn));

    /// <summary>The first of them that was given and says anything of a role, or null.</summary>
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

    /// <summary>Checks the options and makes a request of them for one role. Nothing is sent.</summary>
    /// <exception cref="AssumeRoleException">The first fault found.</exception>
    public SessionRequest Plan(ParseResult parsed, IEnvironmentVariables variables, string? role)
    {
        var chain = RoleChain.Plan(Ask(parsed, role), variables);
        var selection = identity.Base(parsed, parsed.GetValue(webIdentityTokenFile) is not null);
        return new SessionRequest(chain, selection, identity.Region(parsed), identity.EndpointUrl(parsed));
    }

    /// <summary>What was asked of one role, not checked yet.</summary>
    public RoleChainRequest Ask(ParseResult parsed, string? role) => new()
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

    private static Option<string[]> Many(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    private static SessionTag ToTag(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new SessionTag(text[..equals], text[(equals + 1)..])
            : throw FindingCatalogue.TagInvalid.Error(text, $"--tag is '{text}'.", remedy: "Write --tag key=value.");
    }
}
