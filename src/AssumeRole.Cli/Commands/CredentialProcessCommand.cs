using System.CommandLine;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Commands;

internal static class CredentialProcessCommand
{
    public const string Name = "credential-process";

    // boto3 and the AWS CLI refresh in the last 15 minutes: with an older session they would start this program for each call.
    private static readonly TimeSpan BotoRefresh = TimeSpan.FromMinutes(15);

    public static Command Create(Terminal terminal)
    {
        var options = new RoleOptions();
        var reveal = new Option<bool>("--reveal") { Description = "Prints secrets even onto a terminal." };
        var command = new Command(Name, "Prints a session for credential_process in ~/.aws/config.") { reveal };
        options.AddWithCacheTo(command);
        return command.WithErrorHandling(terminal, async (parsed, cancellationToken) =>
        {
            Verb.CheckReveal(terminal, parsed.GetValue(reveal));
            var session = await Verb.IssueAsync(
                options, parsed, terminal, cancellationToken, minimumLeft: BotoRefresh).ConfigureAwait(false);
            terminal.WriteJson(CredentialFormatter.Format(session, CredentialFormat.CredentialProcess));
            return ExitCode.Success;
        });
    }
}
