using System.CommandLine;
using AssumeRole.Aws.Stores;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;
using AssumeRole.Lambda;
using AssumeRole.Rotation;

namespace AssumeRole.Cli.Commands;

/// <summary>
/// Assumes every role of every team and writes the sessions where Concourse looks them up. One account's failure stops no other and is
/// in the exit code. Where AWS_LAMBDA_RUNTIME_API is set the process is a function, and rotates what each event names.
/// </summary>
internal static class RotateCommand
{
    public const string Name = "rotate";

    public static Command Create(Terminal terminal)
    {
        var identity = new IdentityOptions();
        var options = new RotationOptions();
        var command = new Command(Name, "Writes sessions of teams' roles into a secret store: assumerole rotate --team team.json");
        options.AddTo(command);
        identity.AddTo(command);
        return command.Does(terminal, async (parsed, cancellationToken) =>
        {
            using var issuer = Verb.CreateIssuer(terminal, identity.IsVerbose(parsed));
            var rotation = new TeamRotation(
                new SdkStores(), issuer, line => Trace(terminal, identity.IsVerbose(parsed), line), TimeProvider.System);
            var request = options.Read(parsed, ProcessState.Environment.BeforeRoles) with
            {
                Base = identity.Base(parsed),
                Region = identity.Region(parsed),
                EndpointUrl = identity.EndpointUrl(parsed),
            };
            var plan = await rotation.PlanAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var warning in plan.Warnings) terminal.Say(Verb.Describe(warning));
            var summary = new RotationSummary();
            await foreach (var result in rotation.RunAsync(plan, cancellationToken).ConfigureAwait(false))
            {
                summary.Add(result);
                await terminal.Output.WriteLineAsync(RotationJson.Line(result)).ConfigureAwait(false);
                if (result.Status == RotationStatus.Failed) terminal.Say(CommandLineWords.Translate($"assumerole: {result.Explain()}"));
            }

            return summary.Failure is { } failure ? throw new AssumeRoleException(failure) : ExitCode.Success;
        });
    }

    /// <summary>Runs as a Lambda function until Lambda ends the process.</summary>
    public static async Task<int> RunFunctionAsync(string authority, Terminal terminal, CancellationToken cancellationToken)
    {
        using var http = LambdaRuntime.CreateHttpClient();
        var function = new RotationFunction(
            new SdkStores(),
            () => Verb.CreateIssuer(terminal, verbose: false),
            ProcessState.Environment.BeforeRoles,
            terminal.Say,
            TimeProvider.System);
        var runtime = new LambdaRuntime(http, authority, terminal.Say, TimeProvider.System);
        try
        {
            await (function.FindFault() is { } fault
                ? FailInitializationAsync(runtime, fault, cancellationToken)
                : runtime.RunAsync(function.HandleAsync, cancellationToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
        catch (AssumeRoleException error)
        {
            terminal.Say(Verb.Describe(error.Finding));
            return ExitCode.For(error.Finding.Kind);
        }

        return ExitCode.Success;
    }

    private static async Task FailInitializationAsync(LambdaRuntime runtime, Finding fault, CancellationToken cancellationToken)
    {
        await runtime.FailInitializationAsync(fault, cancellationToken).ConfigureAwait(false);
        throw new AssumeRoleException(fault);
    }

    private static void Trace(Terminal terminal, bool isVerbose, string line)
    {
        if (isVerbose) terminal.Say(line);
    }
}
