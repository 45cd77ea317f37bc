using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AssumeRole.Findings;

namespace AssumeRole.Terraform;

/// <summary>Says what a file is that is no plan and no state as JSON, and how to get one from it.</summary>
internal static partial class TerraformFileDiagnosis
{
    private const int Inspected = 4096;

    /// <summary>What a file is that is not JSON.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="source">What it is called.</param>
    /// <param name="fault">What the JSON reader says.</param>
    public static Finding Explain(ReadOnlySpan<byte> bytes, string source, string fault)
    {
        var kind = FindingCatalogue.TerraformFileInvalid;

        // A plan of terraform plan -out is a zip archive.
        if (bytes.StartsWith("PK\x03\x04"u8))
        {
            return kind.For(
                source,
                "It is the binary plan that terraform plan -out writes.",
                remedy: $"Write it as JSON: terraform show -json {source} > plan.json.");
        }

        var start = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, Inspected)]);
        if (string.IsNullOrWhiteSpace(start)) return kind.For(source, "It is empty.");
        if (ConfigurationBlock().IsMatch(start))
            return kind.For(source, "It is a configuration in Terraform's own language, not a plan of one.");
        if (TextForPeople().IsMatch(start))
            return kind.For(source, "It is the text that Terraform shows to people: -json is missing.");
        if (start.Contains("\"@level\"", StringComparison.Ordinal))
            return kind.For(source, "It is the log of terraform plan -json, not the plan itself.");
        return kind.For(source, $"It is not JSON: {fault}");
    }

    /// <summary>What a JSON document is that is neither.</summary>
    public static Finding ExplainJson(JsonElement root, string source)
    {
        var kind = FindingCatalogue.TerraformFileInvalid;
        if (root.ValueKind != JsonValueKind.Object) return kind.For(source, "It is JSON, but not an object.");
        if (root.Member("@level").ValueKind != JsonValueKind.Undefined)
            return kind.For(source, "It is the log of terraform plan -json, not the plan itself.");
        if (root.Member("resource").ValueKind == JsonValueKind.Object || root.Member("terraform").ValueKind == JsonValueKind.Object)
            return kind.For(source, "It is a configuration in Terraform's JSON syntax, not a plan of one.");
        return root.Member("Statement").ValueKind != JsonValueKind.Undefined
            ? kind.For(source, "It is a policy document.", remedy: "Pass policy documents with -WorkerPolicy and -TrustPolicy.")
            : kind.For(source, "It is JSON without the format_version of terraform show -json.");
    }

    [GeneratedRegex(
        """^[ \t]*((resource|data|module|variable|output)[ \t]+"|provider[ \t]+"?\w|(terraform|locals)[ \t]*\{)""",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ConfigurationBlock();

    [GeneratedRegex(
        @"Terraform will perform|Terraform used the selected providers|^[ \t]*# \S+ will be |^Plan: \d+ to add|^# \S+:\r?$|known after apply",
        RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex TextForPeople();
}
