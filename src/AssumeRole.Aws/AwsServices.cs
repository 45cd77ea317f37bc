using System.Security.Cryptography;
using Amazon.Runtime.Endpoints;
using Amazon.SecurityToken.Model;
using AssumeRole.Chains;
using AssumeRole.Connections;
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
        SystemCertificates.ReadEarly(variables);
        SHA256.HashData([]);
        var endpoint = new StsEndpoint(variables.GetNonEmpty(SessionVariables.Region) ?? "us-east-1");
        using var client = new SecurityTokenService().CreateClient(keys: null, endpoint);
        client.Config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new AssumeRoleRequest()));
    }
}
