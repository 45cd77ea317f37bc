using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Sources;

/// <summary>Keys in the environment.</summary>
internal sealed class EnvironmentSource(IEnvironmentVariables variables) : IBaseCredentialSource
{
    private static readonly KeyNames Names =
        new(SessionVariables.AccessKeyId, SessionVariables.SecretAccessKey, SessionVariables.SessionToken);

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

        // boto's older name for it. Keys of a user have none, and what is left over in it would spoil them.
        var token = variables.GetNonEmpty(SessionVariables.SessionToken)
            ?? (id.StartsWith("ASIA", StringComparison.Ordinal) ? variables.GetNonEmpty("AWS_SECURITY_TOKEN") : null);
        var keys = AwsKeys.Create(Names, id, secret, token, (name, fault) => FindingCatalogue.VariableInvalid.Error(
            name, fault, remedy: $"Set {name} again, without line ends: a Kubernetes secret made with echo has one, and so has a file of Windows."));
        return SourceAnswer.Found(new BaseCredentials(keys, $"environment keys {keys}") { Source = Source });
    }
}
