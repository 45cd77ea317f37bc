using System.CommandLine;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Commands;

/// <summary>Says who the caller is to AWS, before any role.</summary>
internal static class WhoamiCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new IdentityOptions();
        var json = new Option<bool>("--json") { Description = "As a JSON object." };
        var command = new Command("whoami", "Says whose credentials a chain would start from.") { json };
        options.AddTo(command);
        return command.Does(terminal, async (parsed, cancellationToken) =>
        {
            using var issuer = Verb.CreateIssuer(terminal, options.IsVerbose(parsed));
            var (caller, origin) = await issuer.IdentifyAsync(
                options.Base(parsed), options.Region(parsed), options.EndpointUrl(parsed), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json)) await terminal.Output.WriteLineAsync(JsonLines.Caller(caller, origin)).ConfigureAwait(false);
            else terminal.Show(caller.Arn, $"account {caller.Account}, from {origin}");
            return ExitCode.Success;
        });
    }
}
