using System.CommandLine;
using System.Text.RegularExpressions;
using AssumeRole.Chains;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Tests;

public sealed partial class CommandLineWordsTests
{
    // They speak of what the executable does not have: a session in force, PowerShell's questions.
    private static readonly string[] OfTheModule =
        [nameof(FindingCatalogue.SessionMissing), nameof(FindingCatalogue.SessionExpired), nameof(FindingCatalogue.PromptImpossible)];

    public static TheoryData<string> Ids() => [.. FindingCatalogue.All.Select(kind => kind.Id).Except(OfTheModule)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Cause_and_remedy_name_only_options_that_there_are(string id)
    {
        var kind = FindingCatalogue.All.Single(kind => kind.Id == id);
        var options = Options(Program.CreateRoot(Terminal.ForProcess())).ToHashSet();

        Assert.All(
            Parameter().Matches($"{kind.Cause} {kind.Remedy}").Select(match => CommandLineWords.Translate(match.Value)),
            option => Assert.Contains(option, options));
    }

    [Theory]
    [InlineData("or pass -RoleArn.", "or pass --role-arn.")]
    [InlineData("leave -KeepFresh out, or use Start-RoleCredentialServer -AllowNonLoopback.", "leave --keep-fresh out, or use assumerole serve --allow-non-loopback.")]
    [InlineData("-ExternalId, -Tag", "--external-id, --tag")]
    [InlineData("rehearse with Start-RoleSandbox.", "rehearse with assumerole sandbox.")]
    [InlineData("--instance-id <id> --http-endpoint enabled", "--instance-id <id> --http-endpoint enabled")]
    [InlineData("arn:aws:iam::111111111111:role/My-Role", "arn:aws:iam::111111111111:role/My-Role")]
    [InlineData("-RoleArn is '-Role'. Use-AssumedRole's -Via is 'Use-AssumedRole -Role'.", "--role-arn is '-Role'. assumerole env's --via is 'Use-AssumedRole -Role'.")]
    [InlineData("the device's ARN and -TokenCode, or the role's", "the device's ARN and --token-code, or the role's")]
    public void Parameters_and_cmdlets_become_options_and_verbs(string text, string expected) =>
        Assert.Equal(expected, CommandLineWords.Translate(text));

    [Fact]
    public void Candidates_of_a_denial_are_in_the_words_of_the_command_line()
    {
        var step = ChainStep.Failed("Hop", FindingCatalogue.AssumeDenied.For("deploy", "AWS says -Tag.", remedy: "Leave -SourceIdentity out.")) with
        {
            Candidates = [new(DenialCause.SessionTags, false, "-Detailed asks again.", "Leave -Tag out.")],
        };

        var drawn = StepLines.FormatAfter(null, step, Terminal.ForProcess());

        Assert.All(["AWS says -Tag.", "--source-identity", "--detailed asks again.", "Leave --tag out."], text => Assert.Contains(text, drawn));
    }

    private static IEnumerable<string> Options(Command command) =>
        command.Options.Select(option => option.Name).Concat(command.Subcommands.SelectMany(Options));

    [GeneratedRegex("(?<![\\w-])-[A-Z][A-Za-z]+")]
    private static partial Regex Parameter();
}
