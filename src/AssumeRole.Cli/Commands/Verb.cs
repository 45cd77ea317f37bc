using System.CommandLine;
using AssumeRole.Aws;
using AssumeRole.Chains;
using AssumeRole.Connections;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Commands;

internal static class Verb
{
    /// <summary>The exit code of a shell after Ctrl+C.</summary>
    private const int Interrupted = 130;

    /// <summary>Sets the work of a verb. Errors become one line on standard error and an exit code.</summary>
    /// <param name="failed">Called on failure with the exit code and the line that was written; may be null.</param>
    /// <param name="exitCode">The exit code for a finding's id, and for a signal (null); that of the finding, or 130, if left out.</param>
    public static Command WithErrorHandling(
        this Command command,
        Terminal terminal,
        Func<ParseResult, CancellationToken, Task<int>> run,
        Action<ParseResult, int, string>? failed = null,
        Func<string?, int>? exitCode = null)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await run(parsed, cancellationToken).ConfigureAwait(false);
            }
            catch (AssumeRoleException error)
            {
                return Fail(parsed, error.Finding);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return FailWith(parsed, exitCode?.Invoke(null) ?? Interrupted, "assumerole: ended by a signal.");
            }
#pragma warning disable CA1031 // The exception is reported: a shell that evaluates the output must fail after a crash too.
            catch (Exception error)
#pragma warning restore CA1031
            {
                return Fail(parsed, Unforeseen(command.Name, error));
            }
        });
        return command;

        int Fail(ParseResult parsed, Finding finding) =>
            FailWith(parsed, exitCode?.Invoke(finding.Id) ?? finding.Kind.ExitCode, Describe(finding));

        int FailWith(ParseResult parsed, int code, string line)
        {
            terminal.Log(line);
            failed?.Invoke(parsed, code, line);
            return code;
        }
    }

    public static Finding Unforeseen(string verb, Exception error) =>
        FindingCatalogue.Unforeseen.For(verb, $"{error.GetType().Name}: {error.Message}");

    public static string Describe(Finding finding) => CommandLineWords.Translate($"assumerole: {finding.Id}: {finding}".ReplaceLineEndings(" "));

    /// <param name="log">Takes the verbose lines; null for the terminal. A server must not wait for the terminal's reader.</param>
    public static SessionIssuer CreateIssuer(Terminal terminal, bool verbose, SessionFileCache? files = null, Action<string>? log = null)
    {
        SystemCertificates.ReadEarly(ProcessState.Environment.BeforeRoles);
        return new(
            new AwsServices(),
            ProcessState.Environment,
            ProcessState.Cache,
            new TerminalTokenCodePrompt(terminal),
            line =>
            {
                if (verbose) (log ?? terminal.Log)(line);
            },
            TimeProvider.System)
        {
            Files = files,
        };
    }

    /// <summary>Reads and checks the options. If the duration is the default, a line says so.</summary>
    public static SessionRequest Plan(RoleOptions options, ParseResult parsed, Terminal terminal)
    {
        var request = options.Plan(parsed, ProcessState.Environment.BeforeRoles);
        // As aws-auth.sh did, but not to an AWS program that starts us behind the user's back.
        if (request.Chain.DurationDefaulted && parsed.CommandResult.Command.Name != CredentialProcessCommand.Name)
            terminal.Log(RoleChain.DefaultDurationNotice);
        return request;
    }

    /// <param name="minimumLeft">How long a session from a file must still be valid; five minutes if null.</param>
    public static async Task<SessionCredentials> IssueAsync(
        RoleOptions options,
        ParseResult parsed,
        Terminal terminal,
        CancellationToken cancellationToken,
        TimeSpan? minimumLeft = null)
    {
        var request = Plan(options, parsed, terminal);
        var files = options.UsesFiles(parsed) ? OpenCache(terminal, minimumLeft ?? CredentialCache.MinimumLeft) : null;
        using var issuer = CreateIssuer(terminal, options.IsVerbose(parsed), files);
        return await issuer.IssueAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static SessionFileCache? OpenCache(Terminal terminal, TimeSpan minimumLeft)
    {
        if (SessionFileCache.DefaultFolder(ProcessState.Environment.BeforeRoles) is { } folder)
            return new SessionFileCache(folder, minimumLeft, fault => terminal.Log(Describe(fault)), TimeProvider.System);
        terminal.Log(Describe(FindingCatalogue.CacheUnavailable.For("--cache", "There is no home folder, and XDG_CACHE_HOME is not an absolute path.")));
        return null;
    }

    public static void CheckReveal(Terminal terminal, bool reveal)
    {
        if (terminal.ShowsOutput && !reveal) throw FindingCatalogue.SecretsOnTerminal.Error("stdout", string.Empty);
    }
}
