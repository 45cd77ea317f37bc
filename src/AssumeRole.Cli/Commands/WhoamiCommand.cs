using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;
using AssumeRole.Sts;

namespace AssumeRole.Cli.Commands;

/// <summary>Prints the identity that a chain would start from.</summary>
internal static class WhoamiCommand
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Terminal terminal)
    {
        var options = new IdentityOptions();
        var json = new Option<bool>("--json") { Description = "As a JSON object." };
        var command = new Command("whoami", "Says whose credentials a chain would start from.") { json };
        options.AddTo(command);
        return command.WithErrorHandling(terminal, async (parsed, cancellationToken) =>
        {
            using var issuer = Verb.CreateIssuer(terminal, options.IsVerbose(parsed));
            var (caller, origin) = await issuer.IdentifyAsync(
                options.Base(parsed), options.Region(parsed), options.EndpointUrl(parsed), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json)) await terminal.Output.WriteLineAsync(ToJson(caller, origin)).ConfigureAwait(false);
            else terminal.Write(caller.Arn, $"account {caller.Account}, from {origin}");
            return ExitCode.Success;
        });
    }

    /// <summary>Written by hand: the executable is compiled ahead of time and has no reflection.</summary>
    private static string ToJson(CallerIdentity caller, string origin)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Layout))
        {
            writer.WriteStartObject();
            writer.WriteString("Account", caller.Account);
            writer.WriteString("Arn", caller.Arn);
            writer.WriteString("UserId", caller.UserId);
            writer.WriteString("Origin", origin);
            writer.WriteEndObject();
        }

        return PlainText.EscapeInJson(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
