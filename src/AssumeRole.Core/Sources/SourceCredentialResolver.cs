using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Metadata;
using AssumeRole.Profiles;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Sources;

/// <summary>
/// Finds the worker's own identity. Auto is the order of the AWS SDK for .NET 4: environment, web identity, profile, container,
/// instance. Every source reads the environment as it was before this module's roles.
/// </summary>
internal sealed class SourceCredentialResolver
{
    private readonly SessionEnvironment environment;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<ICredentialSource> configured;
    private readonly InstanceSource instance;
    private readonly WebIdentitySource webIdentity;
    private readonly Func<string?, ProfileSource> profileSource;
    private readonly string? tokenCode;

    public SourceCredentialResolver(
        SessionEnvironment environment,
        HttpClient http,
        InstanceMetadataClient metadata,
        ISsoCredentialSource sso,
        IRoleSessionSource sessions,
        TimeProvider time,
        string? tokenCode = null,
        Lazy<AwsProfileStore>? files = null)
    {
        this.tokenCode = tokenCode;
        this.environment = environment;
        this.time = time;
        var variables = environment.BeforeRoles;
        files ??= AwsProfileStore.ReadLater(variables);
        webIdentity = new WebIdentitySource(variables, sessions);
        profileSource = name => new ProfileSource(variables, name, files, sso, sessions, Get, time, tokenCode);
        configured =
            [new EnvironmentSource(variables), webIdentity, profileSource(null), new ContainerSource(http, variables, time)];
        instance = new InstanceSource(new InstanceRoleReader(metadata));
    }

    /// <summary>The token of a caller that has nothing but AWS_WEB_IDENTITY_TOKEN_FILE, if that is what was selected; or null.</summary>
    public WebIdentity? FindBareToken(SourceSelection selection) =>
        selection.Source == CredentialSource.WebIdentity ? webIdentity.BareToken : null;

    /// <summary>The error of an MFA code that no device takes: it was meant as a condition of the session.</summary>
    public static AssumeRoleException CodeWithoutDevice(string origin) => FindingCatalogue.MfaInvalid.Error(
        "TokenCode",
        $"A code was given without a device, and {origin} has no mfa_serial.",
        remedy: "Pass -SerialNumber beside -TokenCode, or start from a profile that has an mfa_serial.");

    public async Task<SourceCredentials> ResolveAsync(SourceSelection selection, CancellationToken cancellationToken) =>
        Checked(await FindAsync(selection, cancellationToken).ConfigureAwait(false));

    private async Task<SourceCredentials> FindAsync(SourceSelection selection, CancellationToken cancellationToken)
    {
        if (selection.Given is { } given) return new SourceCredentials(given, $"the credential that was given, {given}");
        if (selection.FromSession)
        {
            var session = environment.CurrentCredentials
                ?? throw FindingCatalogue.SessionMissing.Error("Chain", "Get-AssumedRole shows none.");
            if (session.Expiration <= time.GetUtcNow().UtcDateTime)
                throw FindingCatalogue.SessionExpired.Error(session.AssumedRoleArn, $"It ended at {session.Expiration:u}.");
            return new SourceCredentials(session.ToKeys(), session.AssumedRoleArn, session.Expiration);
        }

        if (selection.Source == CredentialSource.Auto) return await ResolveAutoAsync(cancellationToken).ConfigureAwait(false);
        var source = selection.Source == CredentialSource.Profile ? profileSource(selection.ProfileName) : Get(selection.Source);
        var answer = await source.TryGetAsync(cancellationToken).ConfigureAwait(false);
        return answer.Credentials
            ?? throw FindingCatalogue.BaseCredentialsMissing.Error(selection.Source.ToString(), $"{selection.Source}: {answer.Absence}.");
    }

    /// <summary>Auto without its last resort: null if only the instance's role is left.</summary>
    public async Task<SourceCredentials?> FindConfiguredAsync(CancellationToken cancellationToken)
    {
        if ((await TryConfiguredAsync(cancellationToken).ConfigureAwait(false)).Credentials is { } found) return Checked(found);
        return tokenCode is null ? null : throw CodeWithoutDevice("the instance's role");
    }

    private SourceCredentials Checked(SourceCredentials found) =>
        tokenCode is null || found.HasMfa ? found : throw CodeWithoutDevice(found.Origin);

    private ICredentialSource Get(CredentialSource kind) =>
        configured.FirstOrDefault(source => source.Source == kind) ?? instance;

    private async Task<SourceCredentials> ResolveAutoAsync(CancellationToken cancellationToken)
    {
        var (found, absence) = await TryConfiguredAsync(cancellationToken).ConfigureAwait(false);
        if (found is not null) return found;
        try
        {
            return (await instance.TryGetAsync(cancellationToken).ConfigureAwait(false)).Credentials!;
        }
        catch (AssumeRoleException error) when (IsElsewhere(error.Finding))
        {
            // Nothing says that this is an EC2 instance at all, so its metadata is one more place where nothing was.
            throw FindingCatalogue.BaseCredentialsMissing.Error(
                "Auto",
                $"{absence}; {CredentialSource.Instance}: {error.Finding.Evidence.TrimEnd('.')}.",
                remedy: $"{FindingCatalogue.BaseCredentialsMissing.Remedy} {error.Finding.Remedy}");
        }
    }

    /// <summary>The first source of Auto that is configured, all but the instance's role; or why there is none.</summary>
    private async Task<SourceAnswer> TryConfiguredAsync(CancellationToken cancellationToken)
    {
        var absences = new List<string>();
        foreach (var source in configured)
        {
            var answer = await source.TryGetAsync(cancellationToken).ConfigureAwait(false);
            if (answer.Credentials is not null) return answer;
            absences.Add($"{source.Source}: {answer.Absence}");
        }

        return SourceAnswer.Absent(string.Join("; ", absences));
    }

    /// <summary>Only EC2 has a hop limit; every other fault of the metadata address occurs on laptops too.</summary>
    private static bool IsElsewhere(Finding finding) =>
        finding.Kind.ExitCode == ExitCode.MetadataUnreachable && finding.Id != nameof(FindingCatalogue.MetadataHopLimit);
}

/// <summary>One place where the worker's own identity may be.</summary>
internal interface ICredentialSource
{
    CredentialSource Source { get; }

    Task<SourceAnswer> TryGetAsync(CancellationToken cancellationToken);
}

/// <summary>
/// The answer of one source: credentials, or that it is not configured here. A source that is configured and fails throws instead:
/// falling through to the next would give a task another identity than it was meant to have.
/// </summary>
internal sealed record SourceAnswer(SourceCredentials? Credentials, string Absence)
{
    public static SourceAnswer Found(SourceCredentials credentials) => new(credentials, string.Empty);

    public static SourceAnswer Absent(string why) => new(null, why);
}

internal sealed class InstanceSource(InstanceRoleReader reader) : ICredentialSource
{
    public CredentialSource Source => CredentialSource.Instance;

    public async Task<SourceAnswer> TryGetAsync(CancellationToken cancellationToken)
    {
        var name = await reader.ReadNameAsync(cancellationToken).ConfigureAwait(false);
        return SourceAnswer.Found(await reader.ReadCredentialsAsync(name, cancellationToken).ConfigureAwait(false));
    }
}

/// <summary>The identity that a chain starts from, as the user chose it.</summary>
internal sealed record SourceSelection(
    CredentialSource Source = CredentialSource.Auto,
    string? ProfileName = null,
    AwsKeys? Given = null,
    bool FromSession = false)
{
    /// <summary>Refuses a choice that contradicts itself. A web identity token leaves no room for any other identity.</summary>
    public static SourceSelection Parse(string? source, string? profileName, AwsKeys? given, bool fromSession, bool webIdentity)
    {
        var parsed = ParseSource(source);
        if (profileName is { Length: 0 })
            throw FindingCatalogue.ProfileMissing.Error("ProfileName", "-ProfileName was given and is empty.");

        string?[] said =
        [
            source is null || (profileName is not null && parsed == CredentialSource.Profile) || (webIdentity && parsed == CredentialSource.WebIdentity)
                ? null
                : "-Source",
            profileName is null ? null : "-ProfileName",
            given is null ? null : "-Credential",
            fromSession ? "-Chain" : null,
            webIdentity ? "the web identity token" : null,
        ];
        var both = said.OfType<string>().ToArray();
        if (both.Length > 1)
            throw FindingCatalogue.ParameterConflict.Error(
                both[1].TrimStart('-'), $"{string.Join(" and ", both)} each say which identity to start from.");
        return new SourceSelection(profileName is null ? parsed : CredentialSource.Profile, profileName, given, fromSession);
    }

    private static CredentialSource ParseSource(string? text)
    {
        if (text is null) return CredentialSource.Auto;
        // Enum.Parse would take numbers too.
        foreach (var source in Enum.GetValues<CredentialSource>())
            if (source.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) return source;
        throw FindingCatalogue.SourceInvalid.Error(text, $"-Source is '{text}'.");
    }
}
