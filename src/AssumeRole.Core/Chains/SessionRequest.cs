using System.Globalization;
using System.Text;
using AssumeRole.Credentials;
using AssumeRole.Cryptography;
using AssumeRole.Roles;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Chains;

/// <summary>A checked request for a session: nothing has been sent for it yet.</summary>
internal sealed record SessionRequest(
    RoleChain Chain, SourceSelection Selection, string? Region = null, string? EndpointUrl = null, bool UseCache = true)
{
    internal SourceRequest SourceRequest => new(Selection, Region, EndpointUrl, Chain.ProfileTokenCode);
}

/// <summary>Where a chain starts: which identity, and which STS is asked.</summary>
internal sealed record SourceRequest(SourceSelection Selection, string? Region, string? EndpointUrl, string? TokenCode = null);

/// <summary>Everything that a session depends on, as one text that holds secrets: hash it. Equal texts share a cached session.</summary>
internal static class SessionIdentity
{
    public static string Describe(RoleChain chain, SourceCredentials start, StsEndpoint endpoint, Secret? webIdentityToken)
    {
        var text = new StringBuilder();
        text.AppendMeasured(start.Keys?.AccessKeyId, start.Keys?.SecretAccessKey.Reveal(), start.Keys?.SessionToken?.Reveal());
        text.AppendMeasured(webIdentityToken?.Reveal(), endpoint.Region, endpoint.Url?.ToString());
        foreach (var hop in chain.Hops)
        {
            text.AppendMeasured(hop.Role.ToString(), hop.SessionName, hop.Duration?.Seconds.ToString(CultureInfo.InvariantCulture), hop.ExternalId, hop.Policy);
            text.AppendMeasured(hop.SourceIdentity, hop.Mfa?.SerialNumber, hop.Mfa?.TokenCode);
            AddAll(text, hop.PolicyArns);
            AddAll(text, [.. hop.Tags.SelectMany(tag => new[] { tag.Key, tag.Value })]);
            AddAll(text, hop.TransitiveTagKeys);
        }

        return text.ToString();
    }

    private static void AddAll(StringBuilder text, IReadOnlyList<string> values)
    {
        text.Append(CultureInfo.InvariantCulture, $"[{values.Count}]");
        foreach (var value in values) text.AppendMeasured(value);
    }
}
