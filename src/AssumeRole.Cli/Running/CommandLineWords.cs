using System.Text.RegularExpressions;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Says a finding in the words of the command line. The catalogue speaks of parameters and cmdlets; the options are the same
/// names in kebab case, and each cmdlet has its verb.
/// </summary>
internal static partial class CommandLineWords
{
    private static readonly (string Cmdlet, string Verb)[] Verbs =
    [
        ("Start-RoleSandbox", "assumerole sandbox"),
        ("Start-RoleCredentialServer", "assumerole serve"),
        ("Test-WorkerRoleChain", "assumerole test"),
        ("Invoke-WithRole", "assumerole exec"),
        ("Publish-RoleCredential", "assumerole rotate"),
        ("Use-AssumedRole", "assumerole env"),
    ];

    public static string Translate(string text)
    {
        foreach (var (cmdlet, verb) in Verbs) text = text.Replace(cmdlet, verb, StringComparison.Ordinal);
        return Parameter().Replace(text, match => "--" + Hump().Replace(match.Groups[1].Value, "-$1").TrimStart('-').ToLowerInvariant());
    }

    // -RoleArn, but not the second half of Start-RoleSandbox nor -- itself.
    [GeneratedRegex("(?<![\\w-])-([A-Z][A-Za-z]+)")]
    private static partial Regex Parameter();

    [GeneratedRegex("([A-Z])")]
    private static partial Regex Hump();
}
