using System.Text.Json;
using AssumeRole.Policies;

namespace AssumeRole.Terraform;

/// <summary>Splits addresses and references. A key in brackets may hold dots and brackets of its own, in quotes.</summary>
internal static class TerraformAddress
{
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

    public static string WithoutKey(string part)
    {
        var key = part.IndexOf('[', StringComparison.Ordinal);
        return key < 0 ? part : part[..key];
    }

    public static string WithoutKeys(string address) =>
        address.Contains('[', StringComparison.Ordinal) ? string.Join('.', Split(address).Select(WithoutKey)) : address;

    public static string Join(string module, string address) => module.Length == 0 ? address : $"{module}.{address}";

    /// <summary>The module instance that calls a module instance, and the name of the call.</summary>
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

    /// <summary>The traversals alone: Terraform lists each, and then what contains it (aws_iam_role.a[0].arn, aws_iam_role.a[0]).</summary>
    public static IEnumerable<string> FindTraversals(JsonElement expression)
    {
        string? last = null;
        var shorter = 0;
        foreach (var reference in expression.Member("references").Texts())
        {
            if (last is not null && reference.Length < shorter && Contains(reference, last))
            {
                shorter = reference.Length;
                continue;
            }

            (last, shorter) = (reference, reference.Length);
            yield return reference;
        }
    }

    private static bool Contains(string outer, string inner) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && inner[outer.Length] is '.' or '[';
}
