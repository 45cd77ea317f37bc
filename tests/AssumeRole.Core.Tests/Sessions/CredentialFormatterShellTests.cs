using System.Diagnostics;
using AssumeRole.Credentials;
using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sessions;

public sealed class CredentialFormatterShellTests
{
    private const string Shell = "/bin/sh";

    [Theory]
    [InlineData("plain/base+64==")]
    [InlineData("it's '' \\' \"quoted\"")]
    [InlineData("$HOME `id` $(id) \\ ! * ; & | # ~")]
    [InlineData("two\nlines")]
    [InlineData("-n é 九")]
    public async Task A_shell_that_evaluates_the_Bash_lines_has_the_very_session(string secret)
    {
        Assert.SkipUnless(File.Exists(Shell), "There is no /bin/sh here.");
        var session = Sample.Session() with { SecretAccessKey = new Secret(secret) };
        var lines = CredentialFormatter.Format(session, CredentialFormat.Bash, "eu-west-1");
        var script = $"AWS_PROFILE=other\nexport AWS_PROFILE\n{lines}\n"
            + "printf '%s|%s|%s|%s|%s' \"$AWS_ACCESS_KEY_ID\" \"$AWS_SECRET_ACCESS_KEY\" \"$AWS_SESSION_TOKEN\" "
            + "\"$AWS_REGION\" \"${AWS_PROFILE-unset}\"";

        Assert.Equal($"ASIA-deploy|{secret}|token-of-deploy|eu-west-1|unset", await RunAsync(script));
    }

    private static async Task<string> RunAsync(string script)
    {
        using var process = Process.Start(new ProcessStartInfo(Shell, ["-c", script]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        await Patience.EndAsync(process, "the shell");
        Assert.Equal(0, process.ExitCode);
        return await output;
    }
}
