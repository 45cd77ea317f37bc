using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssumeRole.Chains;
using AssumeRole.Reports;
using AssumeRole.Sts;

namespace AssumeRole.Cli.Running;

/// <summary>Results as JSON, written by hand: the executable is compiled ahead of time and has no reflection.</summary>
internal static class JsonLines
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Caller(CallerIdentity caller, string origin) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("Account", caller.Account);
        writer.WriteString("Arn", caller.Arn);
        writer.WriteString("UserId", caller.UserId);
        writer.WriteString("Origin", origin);
        writer.WriteEndObject();
    });

    public static string Steps(IReadOnlyList<ChainStep> steps) => JsonReport.Format(steps);

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options)) write(writer);
        return PlainText.EscapeInJson(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
