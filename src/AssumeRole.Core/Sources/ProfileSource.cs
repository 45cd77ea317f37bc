using System.Globalization;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Profiles;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Sources;

/// <summary>
/// A profile of the AWS config and credentials files: keys, a role over a source_profile or credential_source, a web identity,
/// IAM Identity Center, or a credential_process. What the profile names is read from the environment before this module's roles.
/// </summary>
/// <param name="variables">The environment before this module's roles.</param>
/// <param name="name">The profile that was asked for by name, or null for AWS_PROFILE or the default one.</param>
/// <param name="sso">The port to IAM Identity Center.</param>
/// <param name="sessions">Assumes a profile's role.</param>
/// <param name="byName">Finds the source that credential_source names.</param>
internal sealed class ProfileSource(
    IEnvironmentVariables variables,
    string? name,
    ISsoCredentialSource sso,
    IRoleSessionSource sessions,
    Func<CredentialSource, IBaseCredentialSource> byName) : IBaseCredentialSource
{
    private const string DefaultSessionName = "assumerole-profile";

    public CredentialSource Source => CredentialSource.Profile;

    /// <summary>The profile that is meant, given or not.</summary>
    public static string EffectiveName(string? name, IEnvironmentVariables variables) =>
        name ?? variables.GetNonEmpty("AWS_PROFILE") ?? AwsProfileStore.DefaultName;

    public async Task<SourceAnswer> TryGetAsync(CancellationToken cancellationToken)
    {
        var store = AwsProfileStore.Read(variables);
        var effective = EffectiveName(name, variables);
        var isNamed = name is not null || variables.GetNonEmpty("AWS_PROFILE") is not null;
        if (store.Find(effective) is not { } profile)
        {
            return isNamed
                ? throw FindingCatalogue.ProfileMissing.Error(effective, $"The files have: {Describe(store.Names)}.")
                : SourceAnswer.Absent("there is no default profile");
        }

        var credentials = await TryResolveAsync(store, profile, [], cancellationToken).ConfigureAwait(false);
        if (credentials is not null) return SourceAnswer.Found(credentials with { Source = Source });
        return isNamed
            ? throw FindingCatalogue.ProfileInvalid.Error(effective, "It has no keys, role, sso_session or credential_process.")
            : SourceAnswer.Absent("the default profile has no credentials");
    }

    private async Task<BaseCredentials?> TryResolveAsync(
        AwsProfileStore store, AwsProfile profile, HashSet<string> visited, CancellationToken cancellationToken)
    {
        // A profile that is its own source means its own keys; any longer circle has no beginning.
        var isOwnSource = profile["source_profile"] == profile.Name;
        if (!visited.Add(profile.Name))
            throw FindingCatalogue.ProfileInvalid.Error(profile.Name, $"source_profile goes in a circle: {string.Join(" -> ", visited)}.");
        if (profile["role_arn"] is { } role)
        {
            var keys = isOwnSource
                ? ReadKeys(profile) ?? throw FindingCatalogue.ProfileInvalid.Error(profile.Name, "It is its own source_profile and has no keys.")
                : await ResolveRoleSourceAsync(store, profile, visited, cancellationToken).ConfigureAwait(false);
            return await AssumeAsync(profile, role, keys, cancellationToken).ConfigureAwait(false);
        }

        if (ReadKeys(profile) is { } own) return own;
        if (SsoProfile.From(profile) is { } signIn) return await sso.GetAsync(signIn, cancellationToken).ConfigureAwait(false);
        return profile["credential_process"] is { } command
            ? await CredentialProcess.RunAsync(profile, command, variables, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private async Task<BaseCredentials?> ResolveRoleSourceAsync(
        AwsProfileStore store, AwsProfile profile, HashSet<string> visited, CancellationToken cancellationToken)
    {
        if (profile["web_identity_token_file"] is not null) return null;
        if (profile["source_profile"] is { } sourceName)
        {
            var source = store.Find(sourceName)
                ?? throw FindingCatalogue.ProfileMissing.Error(sourceName, $"Profile {profile.Name} names it as source_profile.");
            return await TryResolveAsync(store, source, visited, cancellationToken).ConfigureAwait(false)
                ?? throw FindingCatalogue.ProfileInvalid.Error(sourceName, "It has no keys, role, sso_session or credential_process.");
        }

        var kind = profile["credential_source"] switch
        {
            "Environment" => CredentialSource.Environment,
            "Ec2InstanceMetadata" => CredentialSource.Instance,
            "EcsContainer" => CredentialSource.Container,
            var other => throw FindingCatalogue.ProfileInvalid.Error(
                profile.Name,
                other is null
                    ? "It has a role_arn but no source_profile, credential_source or web_identity_token_file."
                    : $"Its credential_source is '{other}'; there are Environment, Ec2InstanceMetadata and EcsContainer."),
        };
        var answer = await byName(kind).TryGetAsync(cancellationToken).ConfigureAwait(false);
        return answer.Credentials
            ?? throw FindingCatalogue.BaseCredentialsMissing.Error(profile.Name, $"Its credential_source is {kind}, and {answer.Absence}.");
    }

    private async Task<BaseCredentials> AssumeAsync(
        AwsProfile profile, string role, BaseCredentials? source, CancellationToken cancellationToken)
    {
        var request = new RoleRequest
        {
            Role = RoleArn.Parse(role),
            SessionName = RoleRequestRules.SessionName(
                profile["role_session_name"] ?? DefaultSessionName, $"role_session_name of profile {profile.Name}"),
            Duration = profile["duration_seconds"] is { } seconds
                ? SessionDuration.Parse(seconds, $"duration_seconds of profile {profile.Name}")
                : null,
            ExternalId = profile["external_id"],
            Mfa = profile["mfa_serial"] is { } serial ? new MfaDevice(serial, null) : null,
            WebIdentity = profile["web_identity_token_file"] is { } file && source is null ? new WebIdentity(null, file) : null,
        };
        var session = await sessions.AssumeAsync(request, source?.Keys, profile, cancellationToken).ConfigureAwait(false);
        return new BaseCredentials(session.ToKeys(), $"profile {profile.Name}", session.Expiration);
    }

    private static BaseCredentials? ReadKeys(AwsProfile profile)
    {
        if (profile["aws_access_key_id"] is not { } id || profile["aws_secret_access_key"] is not { } secret) return null;
        var token = profile["aws_session_token"] is { } value ? new Secret(value) : null;
        return new BaseCredentials(new AwsKeys(id, new Secret(secret), token), $"profile {profile.Name}");
    }

    private static string Describe(IReadOnlyList<string> names) =>
        names.Count == 0 ? "no profile" : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names)}");
}
