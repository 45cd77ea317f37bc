using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole completion.</summary>
public sealed class CompletionTests
{
    [Theory]
    [EachBuild("assumerole cred", "credential-process", Needs = Needs.Bash)]
    [EachBuild("assumerole w", "whoami", Needs = Needs.Bash)]
    [EachBuild("assumerole env --role-a", "--role-arn", Needs = Needs.Bash)]
    [EachBuild("assumerole exec --kee", "--keep-fresh", Needs = Needs.Bash)]
    [EachBuild("assumerole serve --dialect ins", "instance-metadata", Needs = Needs.Bash)]
    [EachBuild("assumerole env --as po", "powershell", Needs = Needs.Bash)]
    [EachBuild("assumerole completion z", "zsh", Needs = Needs.Bash)]
    public async Task Bash_is_given_the_word(Build build, string line, string word)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.BashAsync($$"""
            set -e
            assumerole completion bash | bash -n
            eval "$(assumerole completion bash)"
            COMP_LINE='{{line}}'; COMP_POINT={{line.Length}}; COMP_WORDS=($COMP_LINE); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _assumerole
            printf '%s\n' "${COMPREPLY[@]}"
            """)).Exits(0);

        Assert.Equal([word], run.Lines);
        Assert.Equal(string.Empty, run.Error);
    }

    [Theory, EachBuild(Needs = Needs.Bash)]
    public async Task Bash_is_given_every_verb(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.BashAsync("""
            eval "$(assumerole completion bash)"
            COMP_LINE='assumerole '; COMP_POINT=11; COMP_WORDS=(assumerole ''); COMP_CWORD=1
            _assumerole
            printf '%s\n' "${COMPREPLY[@]}"
            """)).Exits(0);

        foreach (var verb in new[] { "env", "exec", "credential-process", "whoami", "test", "serve", "sandbox", "demo", "completion" })
            Assert.Contains(verb, run.Lines);
    }

    [Theory, EachBuild(Needs = Needs.Zsh)]
    public async Task Zsh_reads_the_script(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        var script = stage.Write("completion.zsh", (await stage.RunAsync("completion", "zsh")).Exits(0).Output);

        (await stage.RunProgramAsync(Machine.Find("zsh")!, "-n", script)).Exits(0);
    }

    [Theory, EachBuild]
    public async Task PowerShell_is_given_the_word(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.PowerShellAsync("""
            assumerole completion pwsh | Out-String | Invoke-Expression
            $line = 'assumerole env --role-a'
            (TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText
            """)).Exits(0);

        Assert.Equal(["--role-arn"], run.Lines);
    }
}
