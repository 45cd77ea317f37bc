using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssumeRole.Findings;

namespace AssumeRole.Policies.Lint;

/// <summary>
/// Trust policies that are longer than an account allows: 2048 characters, or up to 4096 if that was asked for (IAM guide, "IAM
/// and AWS STS quotas", which leaves white space out).
/// </summary>
internal static class LengthLint
{
    private const int Default = 2048;
    private const int Most = 4096;

    public static void Check(JsonElement json, LintReport report)
    {
        var length = Measure(json);
        if (length <= Default) return;
        report.Add(
            length > Most ? PolicyLintSeverity.Refused : PolicyLintSeverity.Warning,
            FindingCatalogue.PolicyTooLong,
            "$",
            string.Create(
                CultureInfo.InvariantCulture,
                $"It has {length} characters, white space left out; the quota is {Default}, and {Most} at most."),
            length > Most ? null : "The trust policy is longer than the quota of an account that did not ask for more.");
    }

    private static int Measure(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options)) json.WriteTo(writer);
        return Encoding.UTF8.GetCharCount(buffer.WrittenSpan);
    }
}
