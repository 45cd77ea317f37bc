namespace AssumeRole.Policies.Lint;

/// <summary>Addresses and ranges that conditions compare with.</summary>
internal static class AddressRules
{
    /// <summary>Ranges that no call from the internet comes from (RFC 1918, 6598, 1122, 3927, 4193, 4291).</summary>
    private static readonly string[] Private =
    [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "fc00::/7", "fe80::/10", "::1/128",
    ];

    /// <summary>Why a value of IpAddress or NotIpAddress matches nothing, or null.</summary>
    public static ConditionFault? Find(LintCondition condition, string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? value : value[..slash];

        // A range contains its own address exactly if it can be read.
        if (!IpAddressRange.Contains(value, address))
        {
            return new(
                $"{condition.OperatorName} compares with addresses and CIDR ranges only.",
                "Write an address such as 203.0.113.7, or a range such as 203.0.113.0/24.");
        }

        return condition.IsOn(ConditionKeys.SourceIp) && IsPrivate(value, address, slash) ? PrivateAddress : null;
    }

    /// <summary>Why a text that aws:SourceIp is compared with matches nothing, or null.</summary>
    public static ConditionFault? FindInText(LintCondition condition, string value)
    {
        if (!value.Contains('/', StringComparison.Ordinal)) return IsPrivate(value, value, -1) ? PrivateAddress : null;
        var meant = condition.Operator!.Negated ? "NotIpAddress" : "IpAddress";
        return new($"{condition.OperatorName} compares texts, and no address has a slash.", $"Write {meant}, which knows ranges.");
    }

    private static ConditionFault PrivateAddress => new(
        "STS sees public addresses only, and this one is private.",
        "Write the address of the NAT gateway or proxy. Through a VPC endpoint of STS the key is aws:VpcSourceIp, and there is no "
            + "aws:SourceIp.");

    /// <summary>0.0.0.0/0 contains private addresses and others: a range is private if it lies in a private one.</summary>
    private static bool IsPrivate(string value, string address, int slash) => Array.Exists(Private, range =>
    {
        if (!IpAddressRange.Contains(range, address)) return false;
        var widest = int.Parse(range.AsSpan(range.IndexOf('/', StringComparison.Ordinal) + 1), null);
        return slash < 0 || (int.TryParse(value.AsSpan(slash + 1), out var prefix) && prefix >= widest);
    });
}
