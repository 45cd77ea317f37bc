namespace AssumeRole.Terraform;

/// <summary>Takes addresses and references apart. A key in brackets may hold dots and brackets of its own, in quotes.</summary>
internal static class TerraformAddress
{
    /// <summary>Splits at the dots outside of brackets.</summary>
    public static IReadOnlyList<string> Split(string address)
    {
        List<string> parts = [];
        var start = 0;
        for (var index = 0; index < address.Length; index++)
        {
            if (address[index] == '[') index = EndOfKey(address, index);
            else if (address[index] == '.')
            {
                parts.Add(address[start..index]);
                start = index + 1;
            }
        }

        parts.Add(address[Math.Min(start, address.Length)..]);
        return parts;
    }

    /// <summary>The name of a part without its key.</summary>
    public static string WithoutKey(string part)
    {
        var key = part.IndexOf('[', StringComparison.Ordinal);
        return key < 0 ? part : part[..key];
    }

    /// <summary>An address without its keys: where it stands in the configuration.</summary>
    public static string WithoutKeys(string address) =>
        address.Contains('[', StringComparison.Ordinal) ? string.Join('.', Split(address).Select(WithoutKey)) : address;

    /// <summary>An address within a module.</summary>
    public static string Join(string module, string address) => module.Length == 0 ? address : $"{module}.{address}";

    /// <summary>The module instance that a module instance is called from, and the name of the call.</summary>
    public static (string Caller, string Call) Caller(string module)
    {
        var parts = Split(module);
        return parts.Count < 2 ? (string.Empty, string.Empty) : (string.Join('.', parts.SkipLast(2)), WithoutKey(parts[^1]));
    }

    /// <summary>The index of the bracket that ends a key, or the last index if none does.</summary>
    private static int EndOfKey(string address, int start)
    {
        var quoted = false;
        for (var index = start; index < address.Length; index++)
        {
            if (quoted && address[index] == '\\') index++;
            else if (address[index] == '"') quoted = !quoted;
            else if (address[index] == ']' && !quoted) return index;
        }

        return address.Length - 1;
    }
}
