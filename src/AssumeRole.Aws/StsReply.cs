using Amazon.Runtime;

namespace AssumeRole.Aws;

/// <summary>What STS granted.</summary>
/// <param name="Content">The answer as the SDK read it.</param>
/// <param name="Date">The server's clock, as it sent it.</param>
internal sealed record StsReply(AmazonWebServiceResponse Content, string Date);
