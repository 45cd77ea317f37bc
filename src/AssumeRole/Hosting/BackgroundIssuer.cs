using AssumeRole.Chains;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Hosting;

/// <summary>Composes the operation that gets sessions for work that outlives a cmdlet's wait: nobody can be asked, nothing is shown.</summary>
internal static class BackgroundIssuer
{
    /// <summary>Composes it. To be disposed of by the caller.</summary>
    public static SessionIssuer Create() => new(
        AwsLibrary.Open(),
        ProcessState.Environment,
        ProcessState.Cache,
        new Nobody(),
        static _ => { },
        TimeProvider.System);

    private sealed class Nobody : ITokenCodePrompt
    {
        public Task<string?> AskAsync(MfaDevice device, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }
}
