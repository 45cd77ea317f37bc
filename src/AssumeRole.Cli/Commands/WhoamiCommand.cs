using System.CommandLine;
using System.Text.Json.Nodes;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;
using AssumeRole.Sts;

namespace AssumeRole.Cli.Commands;

internal static class WhoamiCommand
{
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
                options.SelectSource(parsed), options.Region(parsed), options.EndpointUrl(parsed), cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json)) terminal.WriteJson(ToJson(caller, origin));
            else terminal.Write(caller.Arn, $"account {caller.Account}, from {origin}");
            return ExitCode.Success;
        });
    }

    private static string ToJson(CallerIdentity caller, string origin) => JsonText.Write(new JsonObject
    {
        ["Account"] = caller.Account,
        ["Arn"] = caller.Arn,
        ["UserId"] = caller.UserId,
        ["Origin"] = origin,
    });
}
