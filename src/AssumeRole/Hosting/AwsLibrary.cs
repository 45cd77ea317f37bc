using AssumeRole.Chains;
using AssumeRole.Roles;
using AssumeRole.Rotation;
using AssumeRole.Sessions;

namespace AssumeRole.Hosting;

/// <summary>The AWS services, out of lib/. One a process, so that its connections are too.</summary>
internal static class AwsLibrary
{
    private const string Library = "AssumeRole.Aws";

    private static readonly Lazy<LazyAwsServices> Opened = new(static () => new LazyAwsServices(
        static () => ModuleLoadContext.Create<IAwsServices>(Library, "AssumeRole.Aws.AwsServices"),
        ProcessState.Environment.BeforeRoles));

    private static readonly Lazy<IAwsStores> OpenedStores =
        new(static () => ModuleLoadContext.Create<IAwsStores>(Library, "AssumeRole.Aws.Stores.SdkStores"));

    /// <summary>The stores that sessions are written to.</summary>
    public static IAwsStores Stores => OpenedStores.Value;

    /// <summary>Begins to open STS and IAM Identity Center, if they are not yet.</summary>
    public static LazyAwsServices Open() => Opened.Value;
}

/// <summary>Gets sessions for work that outlives a cmdlet's wait. It cannot ask for an MFA code and shows nothing.</summary>
internal static class BackgroundIssuer
{
    public static SessionIssuer Create() => new(
        AwsLibrary.Open(),
        ProcessState.Environment,
        ProcessState.Cache,
        new NoPrompt(),
        static _ => { },
        TimeProvider.System);

    private sealed class NoPrompt : ITokenCodePrompt
    {
        public Task<string?> AskAsync(MfaDevice device, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }
}
