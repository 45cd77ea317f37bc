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
internal sealed class BaseCredentialResolver
{
    private readonly SessionEnvironment environment;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<IBaseCredentialSource> inOrder;
    private readonly WebIdentitySource webIdentity;
    private readonly Func<string?, ProfileSource> profileSource;
    private readonly string? tokenCode;

    public BaseCredentialResolver(
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
        inOrder =
        [
            new EnvironmentSource(variables),
            webIdentity,
            profileSource(null),
            new ContainerSource(http, variables, time),
            new InstanceSource(new InstanceRoleReader(metadata)),
        ];
    }

    /// <summary>The token of a caller that has nothing but AWS_WEB_IDENTITY_TOKEN_FILE, if that is what was selected; or null.</summary>
    public WebIdentity? FindBareToken(BaseSelection selection) =>
        selection.Source == CredentialSource.WebIdentity ? webIdentity.BareToken : null;

    /// <summary>The error of an MFA code that no device takes: it was meant as a condition of the session.</summary>
    public static AssumeRoleException CodeWithoutDevice(string origin) => FindingCatalogue.MfaInvalid.Error(
        "TokenCode",
        $"A code was given without a device, and {origin} has no mfa_serial.",
        remedy: "Pass -SerialNumber beside -TokenCode, or start from a profile that has an mfa_serial.");

    /// <exception cref="AssumeRoleException">No source has one, or one that is configured fails.</exception>
    public async Task<BaseCredentials> ResolveAsync(BaseSelection selection, CancellationToken cancellationToken) =>
        Checked(await FindAsync(selection, cancellationToken).ConfigureAwait(false));

    private async Task<BaseCredentials> FindAsync(BaseSelection selection, CancellationToken cancellationToken)
    {
        if (selection.Given is { } given) return new BaseCredentials(given, $"the credential that was given, {given}");
        if (selection.FromSession)
        {
            var session = environment.CurrentCredentials
                ?? throw FindingCatalogue.SessionMissing.Error("Chain", "Get-AssumedRole shows none.");
            if (session.Expiration <= time.GetUtcNow().UtcDateTime)
                throw FindingCatalogue.SessionExpired.Error(session.AssumedRoleArn, $"It ended at {session.Expiration:u}.");
            return new BaseCredentials(session.ToKeys(), session.AssumedRoleArn, session.Expiration);
        }

        if (selection.Source == CredentialSource.Auto) return await ResolveAutoAsync(cancellationToken).ConfigureAwait(false);
        var source = selection.Source == CredentialSource.Profile ? profileSource(selection.ProfileName) : Get(selection.Source);
        var answer = await source.TryGetAsync(cancellationToken).ConfigureAwait(false);
        return answer.Credentials
            ?? throw FindingCatalogue.BaseCredentialsMissing.Error(selection.Source.ToString(), $"{selection.Source}: {answer.Absence}.");
    }

    /// <summary>Auto without its last resort: null if only the instance's role is left.</summary>
    public async Task<BaseCredentials?> FindConfiguredAsync(CancellationToken cancellationToken)
    {
        foreach (var source in inOrder.Where(source => source.Source != CredentialSource.Instance))
        {
            var answer = await source.TryGetAsync(cancellationToken).ConfigureAwait(false);
            if (answer.Credentials is not null) return Checked(answer.Credentials);
        }

        return tokenCode is null ? null : throw CodeWithoutDevice("the instance's role");
    }

    private BaseCredentials Checked(BaseCredentials found) =>
        tokenCode is null || found.HasMfa ? found : throw CodeWithoutDevice(found.Origin);

    private IBaseCredentialSource Get(CredentialSource kind) => inOrder.First(source => source.Source == kind);

    private async Task<BaseCredentials> ResolveAutoAsync(CancellationToken cancellationToken)
    {
        var absences = new List<string>();
        var remedy = (string?)null;
        foreach (var source in inOrder)
        {
            try
            {
                var answer = await source.TryGetAsync(cancellationToken).ConfigureAwait(false);
                if (answer.Credentials is not null) return answer.Credentials;
                absences.Add($"{source.Source}: {answer.Absence}");
            }
            catch (AssumeRoleException error) when (source.Source == CredentialSource.Instance && IsElsewhere(error.Finding))
            {
                // Nothing says that this is an EC2 instance at all, so its metadata is one more place where nothing was.
                absences.Add($"{source.Source}: {error.Finding.Evidence.TrimEnd('.')}");
                remedy = error.Finding.Remedy;
            }
        }

        throw FindingCatalogue.BaseCredentialsMissing.Error(
            "Auto",
            string.Join("; ", absences) + ".",
            remedy: remedy is null ? null : $"{FindingCatalogue.BaseCredentialsMissing.Remedy} {remedy}");
    }

    /// <summary>Only EC2 has a hop limit; every other fault of the metadata address occurs on laptops too.</summary>
    private static bool IsElsewhere(Finding finding) =>
        finding.Kind.ExitCode == ExitCode.MetadataUnreachable && finding.Id != nameof(FindingCatalogue.MetadataHopLimit);
}

/// <summary>One place where the worker's own identity may be.</summary>
internal interface IBaseCredentialSource
{
    CredentialSource Source { get; }

    /// <exception cref="AssumeRoleException">The source is configured and fails.</exception>
    Task<SourceAnswer> TryGetAsync(CancellationToken cancellationToken);
}

/// <summary>
/// The answer of one source: credentials, or that it is not configured here. A source that is configured and fails throws instead:
/// falling through to the next would give a task another identity than it was meant to have.
/// </summary>
/// <param name="Credentials">The credentials, or null.</param>
/// <param name="Absence">Why there are none, as half a sentence.</param>
internal sealed record SourceAnswer(BaseCredentials? Credentials, string Absence)
{
    public static SourceAnswer Found(BaseCredentials credentials) => new(credentials, string.Empty);

    public static SourceAnswer Absent(string why) => new(null, why);
}

/// <summary>The role of the EC2 instance.</summary>
internal sealed class InstanceSource(InstanceRoleReader reader) : IBaseCredentialSource
{
    public CredentialSource Source => CredentialSource.Instance;

    public async Task<SourceAnswer> TryGetAsync(CancellationToken cancellationToken)
    {
        var name = await reader.ReadNameAsync(cancellationToken).ConfigureAwait(false);
        return SourceAnswer.Found(await reader.ReadCredentialsAsync(name, cancellationToken).ConfigureAwait(false));
    }
}
