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
    /// The address that was given, or else the region's own: of most regions by its form, of others by the SDK's rules. To read these
    /// takes 40 ms, and loads the SDK.
    /// </summary>
    /// <exception cref="StsException">There is no such address.</exception>
    public static StsAddress Of(StsEndpoint endpoint)
    {
        if (endpoint.Url is { } given) return new StsAddress(given, endpoint.Region);
        return !endpoint.UseFips && !endpoint.UseDualStack && FindDomain(endpoint.Region) is { } domain
            ? new StsAddress(new Uri($"https://sts.{endpoint.Region}.{domain}"), endpoint.Region)
            : FindByRules(endpoint);
    }

    /// <summary>The address that the SDK's rules know.</summary>
    /// <exception cref="StsException">There is none.</exception>
    internal static StsAddress FindByRules(StsEndpoint endpoint)
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

    /// <summary>
    /// What a region's addresses end in, in the partitions aws, aws-cn and aws-us-gov (the SDKs' partitions.json, regionRegex); null for
    /// any other name.
    /// </summary>
    private static string? FindDomain(string region)
    {
        var first = region.IndexOf('-');
        var last = region.LastIndexOf('-');
        if (first == last) return null;
        var area = region.AsSpan(0, first);
        var place = region.AsSpan(first + 1, last - first - 1);
        if (area is "us" && place is ['g', 'o', 'v', '-', ..]) place = place[4..];
        if (!IsWithin(place, 'a', 'z') || !IsWithin(region.AsSpan(last + 1), '0', '9')) return null;
        return area switch
        {
            "us" or "eu" or "ap" or "sa" or "ca" or "me" or "af" or "il" or "mx" => "amazonaws.com",
            "cn" => "amazonaws.com.cn",
            _ => null,
        };
    }

    private static bool IsWithin(ReadOnlySpan<char> text, char low, char high)
    {
        foreach (var character in text)
            if (character < low || character > high) return false;
        return text.Length > 0;
    }

    /// <summary>Names that stand for no one region, such as aws-global, sign for another.</summary>
    private static string? FindSigningRegion(Amazon.Runtime.Endpoints.Endpoint endpoint) =>
        endpoint.Attributes?["authSchemes"] is IList { Count: > 0 } schemes && schemes[0] is PropertyBag scheme
            ? scheme["signingRegion"] as string
            : null;
}
