using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using AssumeRole.Files;
using AssumeRole.Findings;
using AssumeRole.Policies;

namespace AssumeRole.Terraform;

internal static class TerraformReader
{
    /// <summary>In bytes.</summary>
    public const int MaximumLength = 64 * 1024 * 1024;

    /// <summary>Each module nests three levels; the reader's default of 64 ends at the twentieth module.</summary>
    private const int MaximumDepth = 256;

    private static readonly string[] PlanMembers = ["planned_values", "resource_changes", "configuration"];

    public static TerraformDocument ReadFile(string path)
    {
        try
        {
            return Read(BoundedFile.ReadBytes(path, MaximumLength), path);
        }
        catch (FileTooLongException)
        {
            throw TooLong(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FindingCatalogue.TerraformFileInvalid.Error(
                path, error.Message, "The file cannot be read.", "Check the path, and that this user may read the file.", error);
        }
    }

    /// <summary>Reads UTF-8, or UTF-16 as Windows PowerShell writes it. Failures throw TerraformFileInvalid.</summary>
    public static TerraformDocument Read(ReadOnlyMemory<byte> bytes, string source)
    {
        if (bytes.Length > MaximumLength) throw TooLong(source);
        var text = ToUtf8(bytes);
        JsonElement root;
        try
        {
            CheckTexts(text.Span);

            // Not disposed: the values that are read later lie in it.
            root = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaximumDepth }).RootElement;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new AssumeRoleException(TerraformFileDiagnosis.Explain(text.Span, source, error.Message), error);
        }

        return Read(root, source);
    }

    private static TerraformDocument Read(JsonElement root, string source)
    {
        if (root.Member("format_version").AsText() is { } version)
        {
            // 0.x came before Terraform 1.1, and 1.x adds members alone; the next major version may change their meaning.
            if (version.Split('.')[0] is not ("0" or "1"))
            {
                throw FindingCatalogue.TerraformFileInvalid.Error(
                    source,
                    $"Its format_version is {Shorten(version)}, and 1.x is known.",
                    remedy: "Look for a newer release of AssumeRole, or write the file with a Terraform that has format_version 1.x.");
            }

            var isPlan = PlanMembers.Any(name => root.Member(name).ValueKind != JsonValueKind.Undefined);
            return isPlan ? TerraformFormats.ReadPlan(root) : TerraformFormats.ReadState(root);
        }

        if (root.Member("version") is { ValueKind: JsonValueKind.Number } number
            && number.TryGetInt32(out var stateVersion)
            && root.Member("resources").ValueKind == JsonValueKind.Array)
        {
            return stateVersion == TerraformFormats.StateFileVersion
                ? TerraformFormats.ReadStateFile(root)
                : throw FindingCatalogue.TerraformFileInvalid.Error(
                    source,
                    $"It is a state file of version {stateVersion}, and version 4 is known.",
                    remedy: "Write the state as JSON: terraform show -json > state.json.");
        }

        throw new AssumeRoleException(TerraformFileDiagnosis.ExplainJson(root, source));
    }

    private static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> bytes) => bytes.Span switch
    {
        [0xEF, 0xBB, 0xBF, ..] => bytes[3..],
        [0xFF, 0xFE, ..] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, bytes[2..].ToArray()),
        [0xFE, 0xFF, ..] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, bytes[2..].ToArray()),
        _ => bytes,
    };

    /// <summary>Strings are decoded on use, and half a surrogate pair would fail only then.</summary>
    private static void CheckTexts(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes)) throw new JsonException("It is not UTF-8.");
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaximumDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) reader.GetString();
        }
    }

    private static string Shorten(string text) => text.Length <= 20 ? text : text[..20] + "...";

    private static AssumeRoleException TooLong(string source) => FindingCatalogue.TerraformFileInvalid.Error(
        source,
        $"It is longer than {MaximumLength / 1024 / 1024} MiB.",
        "The Terraform file is too long to be read.",
        "Plan the part that has the roles alone: terraform plan -target=<address> -out plan.bin.");
}

/// <summary>Recognises files that are neither a plan nor a state as JSON, and says how to get one from them.</summary>
internal static partial class TerraformFileDiagnosis
{
    private const int Inspected = 4096;

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
