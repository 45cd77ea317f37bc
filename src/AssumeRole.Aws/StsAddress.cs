using System.Collections;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.SecurityToken.Endpoints;
using Amazon.SecurityToken.Internal;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>Where requests to one STS go, and what they are signed for.</summary>
/// <param name="Url">The address.</param>
/// <param name="Region">The region in the signature's scope.</param>
internal sealed record StsAddress(Uri Url, string Region)
{
    /// <summary>
    /// The address that was given, or the one that the SDK's rules know. To read these takes 40 ms, so they are asked only where nobody
    /// gave one.
    /// </summary>
    /// <exception cref="StsException">There is no such address.</exception>
    public static StsAddress Of(StsEndpoint endpoint) =>
        endpoint.Url is { } given ? new StsAddress(given, endpoint.Region) : Find(endpoint);

    private static StsAddress Find(StsEndpoint endpoint)
    {
        try
        {
            var found = new AmazonSecurityTokenServiceEndpointProvider().ResolveEndpoint(new SecurityTokenServiceEndpointParameters
            {
                Region = endpoint.Region,
                UseFIPS = endpoint.UseFips,
                UseDualStack = endpoint.UseDualStack,
                UseGlobalEndpoint = false,
            });
            return new StsAddress(new Uri(found.URL), FindSigningRegion(found) ?? endpoint.Region);
        }
        catch (Exception error) when (error is AmazonClientException or UriFormatException)
        {
            // The rules know no such STS, or what they made of the region's name is no address.
            throw new StsException(HttpFault.NoAnswer(error), error);
        }
    }

    /// <summary>Names that stand for no one region, such as aws-global, sign for another.</summary>
    private static string? FindSigningRegion(Amazon.Runtime.Endpoints.Endpoint endpoint) =>
        endpoint.Attributes?["authSchemes"] is IList { Count: > 0 } schemes && schemes[0] is PropertyBag scheme
            ? scheme["signingRegion"] as string
            : null;
}
