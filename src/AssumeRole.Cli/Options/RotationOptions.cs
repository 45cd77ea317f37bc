using System.CommandLine;
using AssumeRole.Findings;
using AssumeRole.Rotation;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Options;

/// <summary>The options of a rotation; the ASSUMEROLE_* variables stand in for those that are left out.</summary>
internal sealed class RotationOptions
{
    private readonly Option<string[]> team = new("--team")
    {
        Description = "A team's configuration, a file or the JSON, or {\"bucket\":…,\"key\":…}; may be given several times.",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
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

    /// <summary>Adds all of them to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            team, store, folder, pathTemplate, layout, throttleLimit, allowShorter, minimumRemaining, force, whatIf,
        })
            command.Options.Add(option);
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="AssumeRoleException">RotationOptionInvalid or VariableInvalid.</exception>
    public RotationRequest Read(ParseResult parsed, IEnvironmentVariables variables)
    {
        var said = new RotationChoices
        {
            Store = parsed.GetValue(store),
            Layout = parsed.GetValue(layout),
            ThrottleLimit = parsed.GetValue(throttleLimit),
            MinimumRemaining = parsed.GetValue(minimumRemaining),
            AllowShorter = parsed.GetValue(allowShorter),
        };
        return RotationVariables.Request([.. (parsed.GetValue(team) ?? []).Select(TeamSource.Parse)], variables, said) with
        {
            Folder = parsed.GetValue(folder) ?? ".",
            PathTemplate = parsed.GetValue(pathTemplate),
            Force = parsed.GetValue(force),
            WhatIf = parsed.GetValue(whatIf),
        };
    }
}
