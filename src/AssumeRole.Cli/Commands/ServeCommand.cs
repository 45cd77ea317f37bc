using System.CommandLine;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Endpoint;
using AssumeRole.Findings;
using AssumeRole.Http;
using AssumeRole.Metadata;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Commands;

internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var map = new Option<string?>("--map")
        {
            Description = "A JSON file of path (/team-a) or port (:9101) to an object with a roleArn. "
                + "Prints one line of JSON: each path or port, and the variables that lead to it.",
        };
        var reveal = new Option<bool>("--reveal") { Description = "Prints tokens even onto a terminal." };
        var roles = new RoleOptions();
        var listen = new ListenOptions();
        var command = new Command("serve", "Serves a role until Ctrl+C, renewed, and prints export lines for its clients; logs JSON lines on standard error.") { map, reveal };
        listen.AddTo(command);
        roles.AddTo(command);
        return command.WithErrorHandling(terminal, async (parsed, cancellationToken) =>
        {
            var file = parsed.GetValue(map);
            var entries = file is null
                ? [CredentialMapEntry.For(Verb.Plan(roles, parsed, terminal), listen.DialectOf(parsed), parsed.GetValue(listen.Port))]
                : await ReadAsync(file, roles, listen, parsed, cancellationToken).ConfigureAwait(false);
            if (entries.Any(entry => entry.Listener is null)) Verb.CheckReveal(terminal, parsed.GetValue(reveal));
            using var http = InstanceMetadataClient.CreateHttpClient();
            var through = PassThrough(http, entries, listen, parsed);
            var isVerbose = roles.IsVerbose(parsed);
            _ = DescriptorLimit.Raise();
            using var log = StandardError.OpenLog(TimeProvider.System);
            var server = await RoleServer.StartAsync(
                entries,
                listen.ToServer(parsed, through, happened => log.Add(happened.ToJson())),
                () => Verb.CreateIssuer(terminal, isVerbose, log: log.Add),
                TimeProvider.System,
                ProcessState.Environment.BeforeRoles.GetNonEmpty(SessionVariables.Region)).ConfigureAwait(false);
            await using var stopped = server.ConfigureAwait(false);
            var served = entries.Zip(server.Roles, (entry, role) => (entry.Key, role)).ToArray();
            if (file is null) Print(terminal, entries, () => terminal.WriteExactly(ServedLines.Exports(served[0].role)));
            else Print(terminal, entries, () => terminal.WriteJson(ServedLines.Json(served)));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Success;
        });
    }

    /// <summary>
    /// Prints the addresses and tokens of the roles. If standard output fails, the server goes on for clients of a fixed port, which need
    /// no token; clients of other roles could not connect without the printed token.
    /// </summary>
    private static void Print(Terminal terminal, IReadOnlyList<CredentialMapEntry> entries, Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && entries.Any(entry => entry.Listener is { Port: > 0 }))
        {
            terminal.Log($"assumerole: standard output takes nothing ({error.Message}); roles on a port are served all the same.");
        }
    }

    private static async Task<IReadOnlyList<CredentialMapEntry>> ReadAsync(
        string file, RoleOptions roles, ListenOptions listen, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (roles.FirstGiven(parsed) is { } other) throw Conflict(other, "A map says everything of its roles itself.");
        if (parsed.GetValue(listen.Dialect) is not null) throw Conflict("--dialect", "In a map, a path is of the one dialect and a port of the other.");
        return await CredentialMap.ReadAsync(file, ProcessState.Environment.BeforeRoles, cancellationToken).ConfigureAwait(false);
    }

    private static MetadataPassThrough? PassThrough(
        HttpClient http, IReadOnlyList<CredentialMapEntry> entries, ListenOptions listen, ParseResult parsed)
    {
        if (!parsed.GetValue(listen.PassThrough)) return null;
        return entries.Any(entry => entry.Listener is not null)
            ? new MetadataPassThrough(http, MetadataOptions.Read(ProcessState.Environment.BeforeRoles), TimeProvider.System)
            : throw FindingCatalogue.ParameterConflict.Error(
                "--pass-through",
                "--pass-through was given, and every role is for clients of container credentials.",
                "Only instance metadata can be passed through.",
                "Say --dialect instance-metadata, or leave --pass-through out.");
    }

    private static AssumeRoleException Conflict(string option, string cause) => FindingCatalogue.ParameterConflict.Error(
        option, $"--map and {option} were given.", cause, $"Leave {option} out.");
}
