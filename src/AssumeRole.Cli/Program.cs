using System.CommandLine;
using System.Runtime.InteropServices;
using AssumeRole.Cli.Commands;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;
using AssumeRole.Lambda;

namespace AssumeRole.Cli;

/// <summary>The executable: reads the command line, calls one operation of Core a verb, renders.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        StandardDescriptors.Occupy();
        CoreDumps.TurnOff();
        UnhandledExceptions.EndProcess(args);
        // Lambda starts the executable without a word, and says by this variable what it is to be.
        return args.Length == 0 && LambdaRuntime.FindAuthority(ProcessState.Environment.BeforeRoles) is { } authority
            ? RotateCommand.RunFunctionAsync(authority, Terminal.OfProcess(), CancellationToken.None)
            : RunAsync(args);
    }

    private static async Task<int> RunAsync(string[] args)
    {
        // Not disposed of: a signal that comes at the very end may be told after it, on a thread whose exceptions end the process.
        var ending = new CancellationTokenSource();
        var terminal = Terminal.OfProcess(ending.Token);

        // A word that begins with @ is a word, and names no file of further words.
        var parsed = CreateRoot(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            // The library would print help on standard output, which a shell may be about to evaluate.
            foreach (var error in parsed.Errors) terminal.Say($"assumerole: {OnOneLine(error.Message)} Try --help.");
            EnvCommand.FailEvaluation(parsed, terminal);
            return parsed.CommandResult.Command.Name == ExecCommand.Name ? ExecCommand.OwnFailure : ExitCode.Usage;
        }

        // The library would listen only when the verb first waits, and a signal before that would end the process as it stands.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(configuration, ending.Token).ConfigureAwait(false);

        void End(PosixSignalContext signal)
        {
            // The second one does what signals do, unless a program is run that they are for.
            if (!ending.IsCancellationRequested) signal.Cancel = true;
            ending.Cancel();
        }
    }

    private static string OnOneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static RootCommand CreateRoot(Terminal terminal) =>
        new("Takes a CI worker from the AWS role it has to the role its task needs.")
        {
            EnvCommand.Create(terminal),
            ExecCommand.Create(terminal),
            CredentialProcessCommand.Create(terminal),
            WhoamiCommand.Create(terminal),
            TestCommand.Create(terminal),
            ServeCommand.Create(terminal),
            RotateCommand.Create(terminal),
            SandboxCommand.Create(terminal),
            DemoCommand.Create(terminal),
            CompletionCommand.Create(terminal),
        };
}
