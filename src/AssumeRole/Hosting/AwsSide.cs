using System.Security.Cryptography;
using AssumeRole.Credentials;
using AssumeRole.Profiles;
using AssumeRole.Roles;
using AssumeRole.Rotation;
using AssumeRole.Sts;

namespace AssumeRole.Hosting;

/// <summary>
/// The AWS SDK's side of the program, opened on another thread: what needs it waits for it, and everything else goes on meanwhile.
/// One a process, so that its connections are too.
/// </summary>
internal sealed class AwsSide : IAwsAdapters, ISecurityTokenService, ISsoCredentialSource
{
    private static readonly Lazy<AwsSide> Opened = new(() => new AwsSide());

    private readonly Task<IAwsAdapters> opening = Task.Run(Load);

    // A failure is whoever asks next's; nobody may ask.
    private AwsSide()
    {
        AbandonedTask.Observe(opening);
        Blocking = new BlockingSide(this);
    }

    /// <summary>The same, with an STS whose calls are over when they return.</summary>
    public IAwsAdapters Blocking { get; }

    /// <inheritdoc/>
    public ISecurityTokenService SecurityTokenService => this;

    /// <inheritdoc/>
    public ISsoCredentialSource Sso => this;

    /// <inheritdoc/>
    public IAwsStores Stores => opening.GetAwaiter().GetResult().Stores;

    /// <summary>Begins to open it, if nobody has.</summary>
    public static AwsSide Open() => Opened.Value;

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
    /// shows there.
    /// </remarks>
    private static IAwsAdapters Load()
    {
        // The first hash of a process loads OpenSSL where there is one, 5 ms, and takes nothing that the rest needs.
        if (Environment.ProcessorCount > 1) AbandonedTask.Observe(Task.Run(static () => SHA256.HashData("text"u8)));
        var adapters = ModuleLoadContext.Create<IAwsAdapters>("AssumeRole.Aws", "AssumeRole.Aws.AwsAdapters");
        if (Environment.ProcessorCount > 1)
            AbandonedTask.Observe(adapters.PrepareAsync(ProcessState.Environment.BeforeRoles));
        return adapters;
    }

    private Task<T> CallAsync<T>(Func<IAwsAdapters, Task<T>> call, CancellationToken cancellationToken) =>
        opening.IsCompletedSuccessfully ? call(opening.Result) : WaitAsync(call, cancellationToken);

    private async Task<T> WaitAsync<T>(Func<IAwsAdapters, Task<T>> call, CancellationToken cancellationToken) =>
        await call(await opening.WaitAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>For a thread that waits for one session and does nothing meanwhile.</summary>
    private sealed class BlockingSide(AwsSide side) : IAwsAdapters, ISecurityTokenService
    {
        public ISecurityTokenService SecurityTokenService => this;

        public bool Blocks => true;

        public ISsoCredentialSource Sso => side;

        public IAwsStores Stores => side.Stores;

        public Task<SessionCredentials> AssumeRoleAsync(
            RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
            Wait(cancellationToken).AssumeRoleAsync(request, keys, endpoint, cancellationToken);

        public Task<CallerIdentity> GetCallerIdentityAsync(AwsKeys keys, StsEndpoint endpoint, CancellationToken cancellationToken) =>
            Wait(cancellationToken).GetCallerIdentityAsync(keys, endpoint, cancellationToken);

        private ISecurityTokenService Wait(CancellationToken cancellationToken) =>
            (side.opening.IsCompleted ? side.opening : side.opening.WaitAsync(cancellationToken)).GetAwaiter().GetResult()
            .BlockingSecurityTokenService;
    }
}
