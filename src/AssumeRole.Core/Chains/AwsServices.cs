using AssumeRole.Credentials;
using AssumeRole.Profiles;
using AssumeRole.Roles;
using AssumeRole.Sessions;
using AssumeRole.Sts;

namespace AssumeRole.Chains;

/// <summary>The AWS services that a chain asks. A front door opens them by name, so that Core never refers to the SDK.</summary>
public interface IAwsServices
{
    /// <summary>AWS STS.</summary>
    ISecurityTokenService SecurityTokenService { get; }

    /// <summary>IAM Identity Center.</summary>
    ISsoCredentialSource Sso { get; }

    /// <summary>Loads what the first request needs. Nothing is sent.</summary>
    void WarmUp(IEnvironmentVariables variables)
    {
    }
}

/// <summary>The AWS services, opened on another thread: a call waits for them, and everything else goes on meanwhile.</summary>
#pragma warning disable CA1001 // A task has nothing to dispose of unless its wait handle is used.
internal sealed class LazyAwsServices : IAwsServices, ISecurityTokenService, ISsoCredentialSource
#pragma warning restore CA1001
{
    private readonly Task<IAwsServices> opening;

    public LazyAwsServices(Func<IAwsServices> open, IEnvironmentVariables variables)
    {
        opening = Task.Run(open);
        opening.Forget();
        // On one processor it would only delay the request.
        if (Environment.ProcessorCount > 1) WarmUpAsync(variables).Forget();
    }

    public ISecurityTokenService SecurityTokenService => this;

    public ISsoCredentialSource Sso => this;

    public async Task<SessionCredentials> AssumeRoleAsync(
        RoleRequest request, AwsKeys? keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var services = await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await services.SecurityTokenService.AssumeRoleAsync(request, keys, endpoint, cancellationToken).ConfigureAwait(false);
    }

    public async Task<CallerIdentity> GetCallerIdentityAsync(AwsKeys keys, StsEndpoint endpoint, CancellationToken cancellationToken)
    {
        var services = await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await services.SecurityTokenService.GetCallerIdentityAsync(keys, endpoint, cancellationToken).ConfigureAwait(false);
    }

    public async Task<SourceCredentials> GetAsync(SsoProfile profile, CancellationToken cancellationToken)
    {
        var services = await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await services.Sso.GetAsync(profile, cancellationToken).ConfigureAwait(false);
    }

    private async Task WarmUpAsync(IEnvironmentVariables variables) => (await opening.ConfigureAwait(false)).WarmUp(variables);
}
