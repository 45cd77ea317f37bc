using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Sources;

/// <summary>Keys in the environment.</summary>
internal sealed class EnvironmentSource(IEnvironmentVariables variables) : IBaseCredentialSource
{
    public CredentialSource Source => CredentialSource.Environment;

    public Task<SourceAnswer> TryGetAsync(CancellationToken cancellationToken) => Task.FromResult(Read());

    private SourceAnswer Read()
    {
        var id = variables.GetNonEmpty(SessionVariables.AccessKeyId);
        var secret = variables.GetNonEmpty(SessionVariables.SecretAccessKey);
        if (id is null && secret is null) return SourceAnswer.Absent($"{SessionVariables.AccessKeyId} is not set");

        // Half a pair was meant to be an identity: to go on with the next source would act as somebody else.
        if (id is null || secret is null)
        {
            var (there, missing) = id is null
                ? (SessionVariables.SecretAccessKey, SessionVariables.AccessKeyId)
                : (SessionVariables.AccessKeyId, SessionVariables.SecretAccessKey);
            throw FindingCatalogue.VariableInvalid.Error(
                missing, $"{there} is set and {missing} is not.", remedy: "Set both, or unset both.");
        }

        var token = variables.GetNonEmpty(SessionVariables.SessionToken);
        var keys = new AwsKeys(id, new Secret(secret), token is null ? null : new Secret(token));
        return SourceAnswer.Found(new BaseCredentials(keys, $"environment keys {keys}") { Source = Source });
    }
}
