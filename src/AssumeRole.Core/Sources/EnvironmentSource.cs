using AssumeRole.Credentials;
using AssumeRole.Sessions;

namespace AssumeRole.Sources;

/// <summary>Keys in the environment.</summary>
internal sealed class EnvironmentSource(IEnvironmentVariables variables) : IBaseCredentialSource
{
    public CredentialSource Source => CredentialSource.Environment;

    public Task<SourceAnswer> TryGetAsync(CancellationToken cancellationToken) => Task.FromResult(Read());

    private SourceAnswer Read()
    {
        if (variables.GetNonEmpty(SessionVariables.AccessKeyId) is not { } id)
            return SourceAnswer.Absent($"{SessionVariables.AccessKeyId} is not set");
        if (variables.GetNonEmpty(SessionVariables.SecretAccessKey) is not { } secret)
            return SourceAnswer.Absent($"{SessionVariables.SecretAccessKey} is not set");
        var token = variables.GetNonEmpty(SessionVariables.SessionToken);
        var keys = new AwsKeys(id, new Secret(secret), token is null ? null : new Secret(token));
        return SourceAnswer.Found(new BaseCredentials(keys, $"environment keys {keys}") { Source = Source });
    }
}
