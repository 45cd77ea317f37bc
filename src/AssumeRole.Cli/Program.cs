using System.CommandLine;
using System.Runtime.InteropServices;
using AssumeRole.Cli.Commands;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;
using AssumeRole.Lambda;
using AssumeRole.Sessions;

namespace AssumeRole.Cli;

internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        StandardDescriptors.Occupy();
        CoreDumps.TurnOff();
        EndOnUnhandledException(args);
        // Lambda starts the executable without arguments and sets a variable.
        return args.Length == 0 && LambdaRuntime.FindAuthority(ProcessState.Environment.BeforeRoles) is { } authority
            ? RotateCommand.RunFunctionAsync(authority, Terminal.ForProcess(), CancellationToken.None)
            : RunAsync(args);
    }

    /// <summary>The last catch, for every thread: without it .NET ends the process by SIGABRT, with a core and no finding.</summary>
    private static void EndOnUnhandledException(string[] args)
    {
        var verb = args.FirstOrDefault() ?? "assumerole";
        AppDomain.CurrentDomain.UnhandledException += (_, happened) =>
        {
            var exitCode = verb == ExecCommand.Name ? ExecCommand.OwnFailure : ExitCode.Other;
            var line = Verb.Describe(Verb.Unforeseen(verb, (Exception)happened.ExceptionObject));
            var terminal = Terminal.ForProcess();
            terminal.Log(line);
            if (verb == EnvCommand.Name) EnvCommand.FailEvaluation(args, exitCode, line, terminal);
            Environment.Exit(exitCode);
        };
    }

    private static async Task<int> RunAsync(string[] args)
    {
        // Not disposed: .NET may report a late signal after it, on a thread whose exceptions end the process.
        var ending = new CancellationTokenSource();
        var terminal = Terminal.ForProcess(ending.Token);

        // A word that begins with @ does not name a response file.
        var parsed = CreateRoot(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            // The library would print help on standard output, which a shell may evaluate.
            foreach (var error in parsed.Errors) terminal.Log($"assumerole: {OnOneLine(error.Message)} Try --help.");
            EnvCommand.FailEvaluation(parsed, terminal);
            return parsed.CommandResult.Command.Name == ExecCommand.Name ? ExecCommand.OwnFailure : ExitCode.Usage;
        }

        // The library listens only from the verb's first wait on; a signal before that would end the process at once.
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
            // The second signal has its default effect, unless a child program handles it.
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
            ManCommand.Create(terminal),
        };
}

/// <summary>
/// Turns off core files, which would contain keys. The process is made undumpable (prctl(2), PR_SET_DUMPABLE). An execve undoes that, so a
/// program that is run keeps its core files; RLIMIT_CORE would be inherited.
/// </summary>
internal static partial class CoreDumps
{
    private const int SetDumpable = 4;

    /// <summary>Also prevents processes of the same user from reading this one's memory.</summary>
    public static void TurnOff()
    {
        if (OperatingSystem.IsLinux()) _ = Control(SetDumpable, 0, 0, 0, 0);
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint value, nuint third, nuint fourth, nuint fifth);
}
