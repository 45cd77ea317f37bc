using System.CommandLine;
using AssumeRole.Aws.Stores;
using AssumeRole.Cli.Options;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;
using AssumeRole.Lambda;
using AssumeRole.Rotation;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Commands;

/// <summary>
/// Assumes every role of every team and writes the sessions where Concourse reads them. A failure of one account does not stop the
/// others; the exit code shows it. With AWS_LAMBDA_RUNTIME_API the process is a Lambda function and rotates what each event names.
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
        return command.WithErrorHandling(terminal, async (parsed, cancellationToken) =>
        {
            using var issuer = Verb.CreateIssuer(terminal, identity.IsVerbose(parsed));
            Action<string> trace = identity.IsVerbose(parsed) ? terminal.Log : _ => { };
            var rotation = new TeamRotation(new SdkStores(), issuer, trace, TimeProvider.System);
            var request = options.Read(parsed, ProcessState.Environment.BeforeRoles) with
            {
                Selection = identity.SelectSource(parsed),
                Region = identity.Region(parsed),
                EndpointUrl = identity.EndpointUrl(parsed),
            };
            var plan = await rotation.PlanAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var warning in plan.Warnings) terminal.Log(Verb.Describe(warning));
            var summary = new RotationSummary();
            await foreach (var result in rotation.RunAsync(plan, cancellationToken).ConfigureAwait(false))
            {
                summary.Add(result);
                terminal.WriteJson(result.ToJson());
                if (result.Status == RotationStatus.Failed) terminal.Log(CommandLineWords.Translate($"assumerole: {result.Explain()}"));
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
            terminal.Log,
            TimeProvider.System);
        var runtime = new LambdaRuntime(http, authority, terminal.Log, TimeProvider.System);
        try
        {
            if (function.FindFault() is { } fault)
            {
                await runtime.FailInitializationAsync(fault, cancellationToken).ConfigureAwait(false);
                throw new AssumeRoleException(fault);
            }

            await runtime.RunAsync(function.HandleAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
        catch (AssumeRoleException error)
        {
            terminal.Log(Verb.Describe(error.Finding));
            return error.Finding.Kind.ExitCode;
        }

        return ExitCode.Success;
    }
}

/// <summary>The options of a rotation. ASSUMEROLE_* variables give the defaults.</summary>
internal sealed class RotationOptions
{
    private readonly Option<string[]> team = new("--team")
    {
        Description = "A team's configuration, a file or the JSON, or {\"bucket\":…,\"key\":…}; may be given several times.",
        Arity = ArgumentArity.OneOrMore,
        Required = true,
    };

    private readonly Option<string?> store = new("--store") { Description = "SecretsManager (if left out), ParameterStore or File." };

    private readonly Option<string?> folder = new("--folder") { Description = "The folder of --store File." };

    private readonly Option<string?> pathTemplate = new("--path-template")
    {
        Description = "Where sessions go; SECRETS_MANAGER_PATH if left out, then /concourse/{{.Team}}/{{.Account}}.",
    };

    private readonly Option<string?> layout = new("--layout") { Description = "Both (if left out), Json or Triple." };

    private readonly Option<string?> throttleLimit = new("--throttle-limit") { Description = "How many accounts are rotated at the same time." };

    private readonly Option<bool> allowShorter = new("--allow-shorter") { Description = "An hour where role chaining allows no more." };

    private readonly Option<string?> minimumRemaining = new("--minimum-remaining")
    {
        Description = "How many seconds a session must have left to be kept; half its life and five minutes if left out.",
    };

    private readonly Option<bool> force = new("--force") { Description = "Overwrites secrets that this program does not own." };

    private readonly Option<bool> whatIf = new("--what-if") { Description = "Says what would be written, and writes nothing." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            team, store, folder, pathTemplate, layout, throttleLimit, allowShorter, minimumRemaining, force, whatIf,
        })
            command.Options.Add(option);
    }

    public RotationRequest Read(ParseResult parsed, IEnvironmentVariables variables)
    {
        var choices = new RotationOptionValues
        {
            Store = parsed.GetValue(store),
            Layout = parsed.GetValue(layout),
            ThrottleLimit = parsed.GetValue(throttleLimit),
            MinimumRemaining = parsed.GetValue(minimumRemaining),
            AllowShorter = parsed.GetValue(allowShorter),
        };
        return RotationVariables.Request([.. (parsed.GetValue(team) ?? []).Select(TeamSource.Parse)], variables, choices) with
        {
            Folder = parsed.GetValue(folder) ?? ".",
            PathTemplate = parsed.GetValue(pathTemplate),
            Force = parsed.GetValue(force),
            WhatIf = parsed.GetValue(whatIf),
        };
    }
}
