using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace AssumeRole.Aws.JsonProtocol;

/// <summary>The pipeline's step that says how a request is signed: SigV4.</summary>
internal sealed class JsonServiceAuthentication : BaseAuthResolverHandler
{
    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
}
