using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Profiles;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Sources;

/// <summary>A profile of the AWS files: keys, a role, a web identity, IAM Identity Center, or a credential_process.</summary>
internal sealed class ProfileSource(
    IEnvironmentVariables variables,
    string? name,
    Lazy<AwsProfileStore> files,
    ISsoCredentialSource sso,
    IRoleSessionSource sessions,
    Func<CredentialSource, ICredentialSource> byName,
    TimeProvider time,
    string? tokenCode = null) : ICredentialSource
{
    private const string DefaultSessionName = "assumerole-profile";

    private static readonly HashSet<string> KnownKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token", "aws_account_id",
    };

    public CredentialSource Source => CredentialSource.Profile;

    public static string EffectiveName(string? name, IEnvironmentVariables variables) =>
        name ?? AwsProfileStore.FindName(variables)?.Name ?? AwsProfileStore.DefaultName;

    public async Task<SourceAnswer> TryGetAsync(CancellationToken cancellationToken)
    {
        var named = name ?? AwsProfileStore.FindFilledName(variables)?.Name;
        var (effective, isNamed) = (named ?? AwsProfileStore.DefaultName, named is not null);
        var store = files.Value;
        if (store.Find(effective) is not { } profile)
        {
            return isNamed
                ? throw FindingCatalogue.ProfileMissing.Error(effective, Describe(store))
                : SourceAnswer.Absent("there is no default profile");
        }

        var credentials = await TryResolveAsync(store, profile, [], cancellationToken).ConfigureAwait(false);
        if (credentials is not null) return SourceAnswer.Found(credentials with { Source = Source });
        return isNamed
            ? throw profile.Invalid("It has no keys, role, sso_session or credential_process.")
            : SourceAnswer.Absent("the default profile has no credentials");
    }

    private async Task<SourceCredentials?> TryResolveAsync(
        AwsProfileStore store, AwsProfile profile, HashSet<string> visited, CancellationToken cancellationToken)
    {
        // A profile that is its own source means its own keys; any longer circle has no beginning.
        var isOwnSource = profile["source_profile"] == profile.Name;
        visited.Add(profile.Name);
        CheckFilled(profile);
        if (profile["web_identity_token_file"] is not null && profile["role_arn"] is null)
            throw profile.Invalid("It has a web_identity_token_file and no role_arn.");
        if (profile["role_arn"] is { } role)
        {
            var keys = isOwnSource
                ? ReadKeys(profile) ?? throw profile.Invalid("It is its own source_profile and has no keys.")
                : await ResolveRoleSourceAsync(store, profile, visited, cancellationToken).ConfigureAwait(false);
            return await AssumeAsync(profile, role, keys, cancellationToken).ConfigureAwait(false);
        }

        return await TryResolveOwnAsync(profile, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The credentials of a profile without a role, in botocore's order (ProfileProviderBuilder).</summary>
    private async Task<SourceCredentials?> TryResolveOwnAsync(AwsProfile profile, CancellationToken cancellationToken)
    {
        if (SsoProfile.From(profile) is { } signIn)
        {
            var bundle = ProfileSetting.FindBundle(variables, new Lazy<AwsProfile?>(profile));
            return await sso.GetAsync(signIn with { CertificateBundle = bundle }, cancellationToken).ConfigureAwait(false);
        }

        var keys = ReadKeys(profile);
        if (keys is not null && profile.HasKeysInCredentialsFile) return keys;
        if (profile["login_session"] is not null) throw RefuseLogin(profile);
        return profile["credential_process"] is { } command
            ? await CredentialProcess.RunAsync(profile, command, variables, time, cancellationToken).ConfigureAwait(false)
            : keys;
    }

    private async Task<SourceCredentials?> ResolveRoleSourceAsync(
        AwsProfileStore store, AwsProfile profile, HashSet<string> visited, CancellationToken cancellationToken)
    {
        if (profile["web_identity_token_file"] is not null) return null;
        if (profile["source_profile"] is { } sourceName)
        {
            if (profile["credential_source"] is not null)
                throw profile.Invalid("It has both a source_profile and a credential_source.");
            var source = store.Find(sourceName)
                ?? throw FindingCatalogue.ProfileMissing.Error(sourceName, $"Profile {profile.Name} names it as source_profile.");
            CheckFilled(source);
            if (visited.Contains(sourceName))
                throw source.Invalid($"source_profile goes in a circle: {string.Join(" -> ", visited)}.");
            // The keys of a source profile come before its own role, as botocore has it (AssumeRoleProvider).
            var credentials = ReadKeys(source) is null
                ? await TryResolveAsync(store, source, visited, cancellationToken).ConfigureAwait(false)
                : await TryResolveOwnAsync(source, cancellationToken).ConfigureAwait(false);
            return credentials ?? throw source.Invalid("It has no keys, role, sso_session or credential_process.");
        }

        var kind = profile["credential_source"] switch
        {
            "Environment" => CredentialSource.Environment,
            "Ec2InstanceMetadata" => CredentialSource.Instance,
            "EcsContainer" => CredentialSource.Container,
            var other => throw profile.Invalid(
                other is null
                    ? "It has a role_arn but no source_profile, credential_source or web_identity_token_file."
                    : $"Its credential_source is '{other}'; there are Environment, Ec2InstanceMetadata and EcsContainer."),
        };
        var answer = await byName(kind).TryGetAsync(cancellationToken).ConfigureAwait(false);
        return answer.Credentials
            ?? throw FindingCatalogue.BaseCredentialsMissing.Error(profile.Name, $"Its credential_source is {kind}, and {answer.Absence}.");
    }

    private async Task<SourceCredentials> AssumeAsync(
        AwsProfile profile, string role, SourceCredentials? source, CancellationToken cancellationToken)
    {
        var request = new RoleRequest
        {
            Role = RoleArn.Parse(role, profile.Describe("role_arn")),
            SessionName = RoleRequestRules.SessionName(
                profile["role_session_name"] ?? DefaultSessionName, profile.Describe("role_session_name")),
            Duration = profile["duration_seconds"] is { } seconds
                ? SessionDuration.Parse(seconds, profile.Describe("duration_seconds"))
                : null,
            ExternalId = profile["external_id"],
            Mfa = RoleRequestRules.Mfa(profile["mfa_serial"], tokenCode, profile.Describe("mfa_serial")),
            WebIdentity = profile["web_identity_token_file"] is { } file && source is null ? new WebIdentity(null, file) : null,
        };
        var session = await sessions.AssumeAsync(request, source?.Keys, profile, cancellationToken).ConfigureAwait(false);
        return new SourceCredentials(session.ToKeys(), $"profile {profile.Name}", session.Expiration)
        {
            HasMfa = request.Mfa is not null || source?.HasMfa == true,
        };
    }

    /// <summary>The keys of a profile, or null if it has neither. Half a pair was meant to be an identity, and is an error.</summary>
    private static SourceCredentials? ReadKeys(AwsProfile profile)
    {
        const string Id = "aws_access_key_id";
        const string SecretKey = "aws_secret_access_key";
        var (id, secret) = (profile[Id], profile[SecretKey]);
        if (id is null && secret is null) return null;
        if (id is null || secret is null)
        {
            var misspelt = profile.Settings.Keys.Where(name => name.StartsWith("aws_", StringComparison.OrdinalIgnoreCase) && !KnownKeys.Contains(name));
            var hint = string.Concat(misspelt.Order(StringComparer.Ordinal).Select(name => $" It has {name}, which is no setting."));
            throw profile.Invalid(
                $"It has {(id is null ? SecretKey : Id)} and no {(id is null ? Id : SecretKey)}.{hint}",
                remedy: $"Set both {Id} and {SecretKey} in profile {profile.Name}, or neither.");
        }

        var token = profile["aws_session_token"] ?? profile["aws_security_token"];
        var names = new KeyNames(Id, SecretKey, profile["aws_session_token"] is null ? "aws_security_token" : "aws_session_token");
        return new SourceCredentials(
            AwsKeys.Create(names, id, secret, token, (_, fault) => profile.Invalid(fault)),
            $"profile {profile.Name}");
    }

    /// <summary>A setting without a value, such as one that a script filled from an unset variable, was meant to be an identity as well.</summary>
    private static void CheckFilled(AwsProfile profile)
    {
        if (profile.EmptySetting is { } setting)
            throw profile.Invalid($"Its {setting} is empty.", remedy: $"Give {setting} a value in profile {profile.Name}, or take the line out.");
    }

    private static AssumeRoleException RefuseLogin(AwsProfile profile) => profile.Invalid(
        "It has a login_session of aws login, which only the AWS CLI and SDKs with a sign-in of their own can use.",
        remedy: $"Add a profile with credential_process = aws configure export-credentials --profile {profile.Name} --format process, and name that one.");

    private static string Describe(AwsProfileStore store) => store.Files.Count == 0
        ? "There are no AWS files: no variable names one, and this account has no home."
        : $"{string.Join(" and ", store.Files)} have: {(store.Names.Count == 0 ? "no profile" : string.Join(", ", store.Names))}.";
}

/// <summary>Assumes the role that a source itself is configured with, before any hop that the user asked for.</summary>
internal interface IRoleSessionSource
{
    /// <summary>Keys are null for a web identity. The profile's region and endpoint count.</summary>
    Task<SessionCredentials> AssumeAsync(
        RoleRequest request, AwsKeys? keys, AwsProfile? profile, CancellationToken cancellationToken);
}
