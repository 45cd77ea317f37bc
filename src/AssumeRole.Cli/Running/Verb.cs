using System.CommandLine;
using AssumeRole.Aws;
using AssumeRole.Chains;
using AssumeRole.Cli.Commands;
using AssumeRole.Cli.Options;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Cli.Running;

/// <summary>What every verb does around its own work: findings become one line on standard error and an exit code.</summary>
internal static class Verb
{
    /// <summary>What a shell reports for Ctrl+C.</summary>
    private const int Interrupted = 130;

    /// <summary>What is said then.</summary>
    public const string Ended = "assumerole: ended by a signal.";

    /// <summary>Sets what a verb runs.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="run">Its work; gives the exit code.</param>
    /// <param name="failed">What else to do when it fails: given its exit code and the line for people. Or null.</param>
    public static Command Does(
        this Command command,
        Terminal terminal,
        Func<ParseResult, CancellationToken, Task<int>> run,
        Action<ParseResult, int, string>? failed = null)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await run(parsed, cancellationToken).ConfigureAwait(false);
            }
            catch (AssumeRoleException error)
            {
                return Fail(parsed, ExitCode.For(error.Finding.Kind), Describe(error.Finding));
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return Fail(parsed, Interrupted, Ended);
            }
#pragma warning disable CA1031 // Nothing is hidden: a shell that evaluates the output must fail of a crash too.
            catch (Exception error)
#pragma warning restore CA1031
            {
                return Fail(parsed, ExitCode.Other, Describe(Unforeseen(command.Name, error)));
            }
        });
        return command;

        int Fail(ParseResult parsed, int exitCode, string line)
        {
            terminal.Say(line);
            failed?.Invoke(parsed, exitCode, line);
            return exitCode;
        }
    }

    /// <summary>The finding of an exception that nothing else caught.</summary>
    public static Finding Unforeseen(string verb, Exception error) =>
        FindingCatalogue.Unforeseen.For(verb, $"{error.GetType().Name}: {error.Message}");

    /// <summary>A finding as one line, in the words of the command line.</summary>
    public static string Describe(Finding finding) => CommandLineWords.Translate($"assumerole: {finding.Id}: {finding}".ReplaceLineEndings(" "));

    /// <summary>The operation that gets sessions, in this process's environment.</summary>
    /// <param name="terminal">Where to ask for a code, and to write.</param>
    /// <param name="verbose">Whether verbose lines are written.</param>
    /// <param name="files">The cache on disk, or null.</param>
    /// <param name="log">Where they go beside a server, which must not wait for their reader; null for the terminal.</param>
    public static SessionIssuer CreateIssuer(Terminal terminal, bool verbose, SessionFileCache? files = null, Action<string>? log = null) => new(
        new AwsAdapters(),
        ProcessState.Environment,
        ProcessState.Cache,
        new TerminalTokenCodePrompt(terminal),
        line =>
        {
            if (verbose) (log ?? terminal.Say)(line);
        },
        TimeProvider.System)
    {
        Files = files,
    };

    /// <summary>What the options ask for, checked. A duration that nobody gave is told.</summary>
    /// <param name="options">The verb's options.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="terminal">Where to write.</param>
    public static SessionRequest Plan(RoleOptions options, ParseResult parsed, Terminal terminal)
    {
        var request = options.Plan(parsed, ProcessState.Environment.BeforeRoles);
        // As aws-auth.sh did, but not to an AWS program that starts us behind the user's back.
        if (request.Chain.DurationDefaulted && parsed.CommandResult.Command.Name != CredentialProcessCommand.Name)
            terminal.Say(RoleChain.DefaultDurationNotice);
        return request;
    }

    /// <summary>The session that the options ask for.</summary>
    /// <param name="options">The verb's options.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="minimumLeft">How long a session from a file must still last; five minutes if not given.</param>
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
            return new SessionFileCache(folder, minimumLeft, fault => terminal.Say(Describe(fault)), TimeProvider.System);
        terminal.Say(Describe(FindingCatalogue.CacheUnavailable.For("--cache", "There is no home folder, and XDG_CACHE_HOME is not an absolute path.")));
        return null;
    }

    /// <summary>Fails if a person would read secrets, unless that was asked for.</summary>
    /// <exception cref="AssumeRoleException">SecretsOnTerminal.</exception>
    public static void CheckReveal(Terminal terminal, bool reveal)
    {
        if (terminal.ShowsOutput && !reveal) throw FindingCatalogue.SecretsOnTerminal.Error("stdout", string.Empty);
    }
}
