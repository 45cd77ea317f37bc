using AssumeRole.Credentials;
using AssumeRole.Profiles;
using AssumeRole.Roles;
using AssumeRole.Sessions;
using AssumeRole.Sts;

namespace AssumeRole;

/// <summary>
/// The side of the program that asks AWS, opened on another thread: what needs it waits for it, and everything else goes on meanwhile.
/// </summary>
#pragma warning disable CA1001 // A task has nothing to dispose of unless somebody waits for its handle.
public sealed class BackgroundAwsAdapters : IAwsAdapters, ISecurityTokenService, ISsoCredentialSource
#pragma warning restore CA1001
{
    private readonly Task<IAwsAdapters> opening;
    private readonly IEnvironmentVariables variables;

    /// <summary>Begins to open it.</summary>
    /// <param name="open">Opens it. What it throws, everybody is told who asks.</param>
    /// <param name="variables">What the first request will be made of.</param>
    public BackgroundAwsAdapters(Func<IAwsAdapters> open, IEnvironmentVariables variables)
    {
        this.variables = variables;
        opening = new Task<IAwsAdapters>(open, TaskCreationOptions.RunContinuationsAsynchronously);
        // A failure is whoever asks next's; nobody may ask.
        opening.Forget();
        Task.Run(OpenAndPrepare).Forget();
    }

    /// <inheritdoc/>
    public ISecurityTokenService SecurityTokenService => this;

    /// <inheritdoc/>
    public ISsoCredentialSource Sso => this;

    /// <inheritdoc/>
    public Task<SessionCredentials> AssumeRoleAsync(
        RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
        CallAsync(side => side.SecurityTokenService.AssumeRoleAsync(request, keys, endpoint, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<CallerIdentity> GetCallerIdentityAsync(AwsKeys keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
        CallAsync(side => side.SecurityTokenService.GetCallerIdentityAsync(keys, endpoint, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<BaseCredentials> GetAsync(SsoProfile profile, CancellationToken cancellationToken) =>
        CallAsync(side => side.Sso.GetAsync(profile, cancellationToken), cancellationToken);

    /// <remarks>
    /// On one processor what is made ready here would only delay the request. It makes that faster and nothing else: whatever is wrong
    /// shows there. On the thread that opened: another one takes 2 ms to start.
    /// </remarks>
    private void OpenAndPrepare()
    {
        opening.RunSynchronously(TaskScheduler.Default);
        if (Environment.ProcessorCount > 1 && opening.IsCompletedSuccessfully) opening.Result.Prepare(variables);
    }

    private Task<T> CallAsync<T>(Func<IAwsAdapters, Task<T>> call, CancellationToken cancellationToken) =>
        opening.IsCompletedSuccessfully ? call(opening.Result) : WaitAsync(call, cancellationToken);

    private async Task<T> WaitAsync<T>(Func<IAwsAdapters, Task<T>> call, CancellationToken cancellationToken) =>
        await call(await opening.WaitAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
}
