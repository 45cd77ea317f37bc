using System.Globalization;
using System.Net;
using System.Numerics;

namespace AssumeRole.Policies;

internal static class ConditionEvaluator
{
    public static bool Holds(PolicyCondition condition, RequestContext context, bool hasVariables)
    {
        if (condition.Operator is not { } asked) return false;
        var present = context[condition.Key];

        // A set of nothing but empty texts is none: the guide's "null data set, such as an empty string".
        var isNull = present.All(value => value.Length == 0);
        if (asked.Comparison == ConditionComparison.Null)
        {
            // Access Analyzer, "Error - Null with qualifier": the set operator decides, whatever the request has.
            return asked.Qualifier == ConditionSetQualifier.None
                ? condition.Values.Any(value => bool.TryParse(value, out var absent) && absent == isNull)
                : asked.Qualifier == ConditionSetQualifier.ForAllValues;
        }

        // IAM guide, "single-valued vs. multivalued context keys": a multivalued key requires a set operator, also a negated one.
        var isSet = present.Count > 1 || (present.Count > 0 && MultivaluedKeys.Contains(condition.Key));
        if (asked.Qualifier == ConditionSetQualifier.None && isSet) return false;

        if (present.Count == 0 || (isNull && asked.Qualifier != ConditionSetQualifier.None)) return HoldsWithoutKey(asked);
        bool Matches(string value) => condition.Values.Any(wanted => Compare(asked.Comparison, value, wanted, context, hasVariables));
        return asked.Qualifier switch
        {
            ConditionSetQualifier.ForAllValues => present.All(value => Matches(value) != asked.Negated),
            ConditionSetQualifier.ForAnyValue => present.Any(value => Matches(value) != asked.Negated),
            _ => present.Any(Matches) != asked.Negated,
        };
    }

    /// <summary>IAM guide, "condition operators": IfExists and ForAllValues hold, ForAnyValue fails, others hold if negated.</summary>
    private static bool HoldsWithoutKey(ConditionOperator asked) =>
        asked.IfExists || asked.Qualifier switch
        {
            ConditionSetQualifier.ForAllValues => true,
            ConditionSetQualifier.ForAnyValue => false,
            _ => asked.Negated,
        };

    private static bool Compare(
        ConditionComparison comparison, string value, string wanted, RequestContext context, bool hasVariables) => comparison switch
    {
        ConditionComparison.StringEquals => Text(wanted, context, hasVariables) is { } text && value == text,
        ConditionComparison.StringEqualsIgnoreCase =>
            Text(wanted, context, hasVariables) is { } text && value.Equals(text, StringComparison.OrdinalIgnoreCase),
        ConditionComparison.StringLike => Pattern(wanted, context, hasVariables)?.IsMatch(value, ignoreCase: false) == true,
        ConditionComparison.ArnLike => Pattern(wanted, context, hasVariables)?.IsArnMatch(value) == true,
        ConditionComparison.Bool => bool.TryParse(value, out var left) && bool.TryParse(wanted, out var right) && left == right,
        ConditionComparison.BinaryEquals => BinaryEquals(value, wanted),
        ConditionComparison.IpAddress => IpAddressRange.Contains(wanted, value),
        ConditionComparison.NumericEquals => Numbers(value, wanted) == 0,
        ConditionComparison.NumericLessThan => Numbers(value, wanted) < 0,
        ConditionComparison.NumericLessThanEquals => Numbers(value, wanted) <= 0,
        ConditionComparison.NumericGreaterThan => Numbers(value, wanted) > 0,
        ConditionComparison.NumericGreaterThanEquals => Numbers(value, wanted) >= 0,
        ConditionComparison.DateEquals => Moments(value, wanted) == 0,
        ConditionComparison.DateLessThan => Moments(value, wanted) < 0,
        ConditionComparison.DateLessThanEquals => Moments(value, wanted) <= 0,
        ConditionComparison.DateGreaterThan => Moments(value, wanted) > 0,
        ConditionComparison.DateGreaterThanEquals => Moments(value, wanted) >= 0,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, null),
    };

    private static WildcardPattern? Pattern(string text, RequestContext context, bool hasVariables) =>
        hasVariables ? PolicyVariables.Expand(text, context) : WildcardPattern.Parse(text);

    private static string? Text(string text, RequestContext context, bool hasVariables) =>
        hasVariables ? PolicyVariables.Expand(text, context)?.Text : text;

    /// <summary>Null, which no comparison accepts, if either text is no number.</summary>
    private static int? Numbers(string left, string right) =>
        decimal.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var first)
        && decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var second)
            ? first.CompareTo(second)
            : null;

    private static int? Moments(string left, string right) =>
        PolicyDate.Parse(left) is { } first && PolicyDate.Parse(right) is { } second ? first.CompareTo(second) : null;

    private static bool BinaryEquals(string left, string right)
    {
        var first = new byte[left.Length];
        var second = new byte[right.Length];
        return Convert.TryFromBase64String(left, first, out var firstLength)
            && Convert.TryFromBase64String(right, second, out var secondLength)
            && first.AsSpan(0, firstLength).SequenceEqual(second.AsSpan(0, secondLength));
    }
}

/// <summary>The keys that IAM compares as sets, however many values a request has (IAM guide, "global condition context keys", value type
/// multivalued; Service Authorization Reference, types that begin with ArrayOf).</summary>
internal static class MultivaluedKeys
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:TagKeys", "aws:CalledVia", "aws:PrincipalOrgPaths", "aws:ResourceOrgPaths", "aws:SourceOrgPaths", "aws:VpceOrgPaths",
        "aws:PrincipalServiceNamesList", "sts:TransitiveTagKeys", "sts:RequestContextProviders", "cognito-identity.amazonaws.com:amr",
        "saml:edupersonaffiliation", "saml:edupersonscopedaffiliation", "saml:edupersonentitlement", "saml:edupersonorgdn",
        "saml:edupersonorgunitdn",
    };

    public static bool Contains(string key) => Names.Contains(key);
}

/// <summary>CIDR ranges as IAM reads them: an address alone is a range of one, and bits after the prefix are ignored.</summary>
internal static class IpAddressRange
{
    public static bool Contains(string range, string address)
    {
        var slash = range.IndexOf('/', StringComparison.Ordinal);
        if (Parse(slash < 0 ? range : range[..slash]) is not { } first || Parse(address) is not { } candidate) return false;
        var wanted = first.GetAddressBytes();
        var bytes = (candidate.IsIPv4MappedToIPv6 ? candidate.MapToIPv4() : candidate).GetAddressBytes();
        if (wanted.Length != bytes.Length) return false;
        var bits = wanted.Length * 8;
        var prefix = bits;
        if (slash >= 0 && !int.TryParse(range.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix)) return false;
        return prefix <= bits && Number(wanted) >> (bits - prefix) == Number(bytes) >> (bits - prefix);
    }

    private static BigInteger Number(byte[] address) => new(address, isUnsigned: true, isBigEndian: true);

    /// <summary>Reads an address in its usual form; .NET would also read 10 as 0.0.0.10.</summary>
    private static IPAddress? Parse(string text)
    {
        var isUsual = text.Contains(':', StringComparison.Ordinal) || text.AsSpan().Count('.') == 3;
        return isUsual && IPAddress.TryParse(text, out var address) ? address : null;
    }
}
