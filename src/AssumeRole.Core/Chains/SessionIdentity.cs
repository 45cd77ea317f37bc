using System.Text;
using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sts;

namespace AssumeRole.Chains;

/// <summary>
/// Everything that a session depends on, as one text: who asks, where, and every field of every hop. Two requests share a cached
/// session only if this is the same. It holds secrets and only ever becomes a hash.
/// </summary>
internal static class SessionIdentity
{
    public static string Describe(RoleChain chain, BaseCredentials start, StsEndpoint endpoint, Secret? webIdentityToken)
    {
        var text = new StringBuilder();
        Add(text, start.Keys?.AccessKeyId, start.Keys?.SecretAccessKey.Reveal(), start.Keys?.SessionToken?.Reveal());
        Add(text, webIdentityToken?.Reveal(), endpoint.Region, endpoint.Url?.ToString());
        foreach (var hop in chain.Hops)
        {
            Add(text, hop.Role.ToString(), hop.SessionName, hop.Duration?.Seconds.ToString(Culture), hop.ExternalId, hop.Policy);
            Add(text, hop.SourceIdentity, hop.Mfa?.SerialNumber, hop.Mfa?.TokenCode);
            AddAll(text, hop.PolicyArns);
            AddAll(text, [.. hop.Tags.SelectMany(tag => new[] { tag.Key, tag.Value })]);
            AddAll(text, hop.TransitiveTagKeys);
        }

        return text.ToString();
    }

    private static System.Globalization.CultureInfo Culture => System.Globalization.CultureInfo.InvariantCulture;

    /// <summary>Lengths before values, so that no value can look like the end of one and the start of another.</summary>
    private static void Add(StringBuilder text, params ReadOnlySpan<string?> values)
    {
        foreach (var value in values) text.Append(Culture, $"{value?.Length ?? -1}:{value};");
    }

    private static void AddAll(StringBuilder text, IReadOnlyList<string> values)
    {
        text.Append(Culture, $"[{values.Count}]");
        foreach (var value in values) Add(text, value);
    }
}
