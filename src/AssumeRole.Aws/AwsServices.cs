using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.Runtime.Endpoints;
using Amazon.SecurityToken.Model;
using AssumeRole.Chains;
using AssumeRole.Cryptography;
using AssumeRole.Profiles;
using AssumeRole.Sessions;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>AWS services over the SDK. Front doors open it by name.</summary>
internal sealed class AwsServices : IAwsServices
{
    public ISecurityTokenService SecurityTokenService { get; } = new SecurityTokenService();

    public ISsoCredentialSource Sso { get; } = new SdkSsoCredentialSource();

    public void WarmUp(IEnvironmentVariables variables) => StsWarmUp.Run(variables);
}

/// <summary>
/// Does early, on another thread, what a first request needs anyway and what needs no request: reads the system's certificates, loads the
/// SDK and the library for signatures. tests/bench/README.md has what it is worth.
/// </summary>
internal static class StsWarmUp
{
    public static void Run(IEnvironmentVariables variables)
    {
        if (OpenSsl.IsMissing) return;
        if (OperatingSystem.IsLinux() && IsTlsLikely(variables)) Task.Run(ReadCertificates).Forget();
        SHA256.HashData([]);
        var endpoint = new StsEndpoint(variables.GetNonEmpty(SessionVariables.Region) ?? "us-east-1");
        using var client = new SecurityTokenService().CreateClient(keys: null, endpoint);
        client.Config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new AssumeRoleRequest()));
    }

    private static bool IsTlsLikely(IEnvironmentVariables variables) =>
        (variables.GetNonEmpty("AWS_ENDPOINT_URL_STS") ?? variables.GetNonEmpty("AWS_ENDPOINT_URL"))
            ?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) != true;

    /// <summary>.NET keeps what it reads for the connections that follow.</summary>
    private static void ReadCertificates()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        foreach (var certificate in store.Certificates) certificate.Dispose();
    }
}
