using AssumeRole.Cli.Commands;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Running;

/// <summary>The last catch, for every thread: without it .NET ends the process by SIGABRT, with a core and no finding.</summary>
internal static class UnhandledExceptions
{
    /// <summary>Ends the process with the verb's exit code instead.</summary>
    /// <param name="args">The command line.</param>
    public static void EndProcess(string[] args)
    {
        var verb = args.FirstOrDefault() ?? "assumerole";
        AppDomain.CurrentDomain.UnhandledException += (_, happened) =>
        {
            var exitCode = verb == ExecCommand.Name ? ExecCommand.OwnFailure : ExitCode.Other;
            var line = Verb.Describe(Verb.Unforeseen(verb, (Exception)happened.ExceptionObject));
            var terminal = Terminal.OfProcess();
            terminal.Say(line);
            if (verb == EnvCommand.Name) EnvCommand.FailEvaluation(args, exitCode, line, terminal);
            Environment.Exit(exitCode);
        };
    }
}
