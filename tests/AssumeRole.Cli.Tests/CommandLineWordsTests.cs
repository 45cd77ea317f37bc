using AssumeRole.Cli.Running;

namespace AssumeRole.Cli.Tests;

public sealed class CommandLineWordsTests
{
    [Theory]
    [InlineData("or pass -RoleArn.", "or pass --role-arn.")]
    [InlineData("leave -KeepFresh out, or use Start-RoleCredentialServer -AllowNonLoopback.", "leave --keep-fresh out, or use assumerole serve --allow-non-loopback.")]
    [InlineData("-ExternalId, -Tag", "--external-id, --tag")]
    [InlineData("rehearse with Start-RoleSandbox.", "rehearse with assumerole sandbox.")]
    [InlineData("--instance-id <id> --http-endpoint enabled", "--instance-id <id> --http-endpoint enabled")]
    [InlineData("arn:aws:iam::111111111111:role/My-Role", "arn:aws:iam::111111111111:role/My-Role")]
    public void Parameters_and_cmdlets_become_options_and_verbs(string text, string expected) =>
        Assert.Equal(expected, CommandLineWords.Translate(text));
}
