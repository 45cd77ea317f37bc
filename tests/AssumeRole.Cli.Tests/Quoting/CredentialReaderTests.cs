using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Credentials;
using AssumeRole.Demo;
using AssumeRole.Findings;
using AssumeRole.Sessions;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests.Quoting;

/// <summary>
/// What a format writes comes back from its real reader as it was, whatever the text. No variable holds NUL, so it is in no text.
/// </summary>
public sealed class CredentialReaderTests : IDisposable
{
    private const string Separator = "\0";
    private const string Variable = "AWS_SESSION_TOKEN";
    private static readonly SessionCredentials Session = new()
    {
        RoleArn = Stage.Role,
        AssumedRoleArn = "arn:aws:sts::222222222222:assumed-role/worker-permissions/task",
        Account = "222222222222",
        RoleSessionName = "task",
        AccessKeyId = "ASIAEXAMPLE",
        SecretAccessKey = new Secret("secret"),
        SessionToken = new Secret("token"),
        Expiration = new DateTime(2026, 3, 4, 6, 6, 7, DateTimeKind.Utc),
        RequestId = "request-1",
    };

    private readonly string folder = Directory.CreateTempSubdirectory("assumerole-quoting-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("bash", Needs.Bash)]
    [InlineData("dash", Needs.Dash)]
    [InlineData("zsh", Needs.Zsh)]
    public async Task A_shell_that_evaluates_the_Bash_lines_has_the_very_token(string shell, Needs needs)
    {
        Assert.SkipWhen(Machine.Lacks(needs) is not null, Machine.Lacks(needs) ?? string.Empty);
        WriteEach(CredentialFormat.Bash, QuotedTexts.All);

        var output = await RunAsync(Machine.Find(shell)!, "-c", $$"""
            for file in *.txt; do
                unset {{Variable}}
                eval "$(cat "$file")"
                printf '%s\0' "${{Variable}}"
            done
            """);

        QuotedTexts.AssertSame(QuotedTexts.All, Split(output));
    }

    [Fact]
    public async Task Fish_reads_the_same_word_as_a_POSIX_shell()
    {
        Assert.SkipWhen(Machine.Find("fish") is null, "No fish on PATH.");
        foreach (var (text, index) in QuotedTexts.All.Select((text, index) => (text, index)))
            Write(index, $"printf '%s\\0' {QuotedText.ForShell(text)}\n");

        var output = await RunAsync(Machine.Find("fish")!, "--no-config", "-c", "for file in *.txt; source $file; end");

        QuotedTexts.AssertSame(QuotedTexts.All, Split(output));
    }

    [Fact]
    public async Task PowerShell_that_invokes_the_PowerShell_lines_has_the_very_token()
    {
        WriteEach(CredentialFormat.PowerShell, QuotedTexts.All);
        var powerShell = PowerShellProgram.Find();

        // As a task does with assumerole: a program's lines, joined again.
        var output = await RunAsync(powerShell.FileName, [.. powerShell.With("-NoProfile", "-NonInteractive", "-Command", $$"""
            [Console]::OutputEncoding = [Text.UTF8Encoding]::new()
            foreach ($file in Get-ChildItem *.txt | Sort-Object Name) {
                Remove-Item Env:{{Variable}} -ErrorAction Ignore
                cat $file.FullName | Out-String | Invoke-Expression
                [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes([string] $Env:{{Variable}}))
            }
            """)]);

        QuotedTexts.AssertSame(
            QuotedTexts.All, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Encoding.UTF8.GetString(Convert.FromBase64String(line)))]);
    }

    [Fact]
    public async Task Python_dotenv_reads_the_very_token_or_the_format_refuses_it()
    {
        Assert.SkipWhen(!await HasDotenvAsync(), "No python3 with python-dotenv on PATH.");
        var carried = Carried(CredentialFormat.Dotenv);
        WriteEach(CredentialFormat.Dotenv, carried);

        var output = await RunAsync(Machine.Find("python3")!, "-c", $$"""
            import glob, sys, dotenv
            for name in sorted(glob.glob('*.txt')):
                values = dotenv.dotenv_values(name)
                assert len(values) == 4, (name, list(values))
                sys.stdout.buffer.write(values['{{Variable}}'].encode() + b'\0')
            """);

        QuotedTexts.AssertSame(carried, Split(output));
    }

    [Fact]
    public void A_dotenv_reader_by_the_documented_rule_reads_the_very_token()
    {
        var carried = Carried(CredentialFormat.Dotenv);

        QuotedTexts.AssertSame(carried, [.. carried.Select(text => ReadDotenv(Format(CredentialFormat.Dotenv, text)))]);
    }

    [Fact]
    public void A_reader_of_docker_run_env_file_reads_the_very_token()
    {
        var carried = Carried(CredentialFormat.Environment);

        QuotedTexts.AssertSame(carried, [.. carried.Select(text => ReadEnvironment(Format(CredentialFormat.Environment, text)))]);
    }

    [Theory]
    [InlineData(CredentialFormat.Dotenv)]
    [InlineData(CredentialFormat.Environment)]
    public void Every_scalar_value_but_the_line_ends_of_a_line_format_is_carried(CredentialFormat format)
    {
        var carried = Carried(format).SelectMany(text => text.EnumerateRunes()).ToHashSet();

        Assert.Equal(
            format == CredentialFormat.Environment ? new HashSet<Rune> { new('\r'), new('\n') } : [],
            QuotedTexts.All.SelectMany(text => text.EnumerateRunes()).ToHashSet().Except(carried).ToHashSet());
    }

    // The texts are C# literals: an attribute is UTF-8, which has no half of a surrogate pair.
    [Theory]
    [InlineData(CredentialFormat.Bash, @"a\0b")]
    [InlineData(CredentialFormat.PowerShell, @"a\0b")]
    [InlineData(CredentialFormat.Environment, @"a\0b")]
    [InlineData(CredentialFormat.Environment, @"a\nPATH=/evil")]
    [InlineData(CredentialFormat.Environment, @"a\r")]
    [InlineData(CredentialFormat.Dotenv, @"a\0b")]
    [InlineData(CredentialFormat.Dotenv, @"a\\")]
    [InlineData(CredentialFormat.Dotenv, "${HOME}")]
    [InlineData(CredentialFormat.Dotenv, "$(id)'")]
    [InlineData(CredentialFormat.Bash, @"half \uD800")]
    [InlineData(CredentialFormat.PowerShell, @"half \uD800 pair")]
    [InlineData(CredentialFormat.Json, @"half \uDC00")]
    [InlineData(CredentialFormat.CredentialProcess, @"half \uD800\uD800\uDC00")]
    public void What_a_format_cannot_carry_is_refused_by_its_variable(CredentialFormat format, string literal)
    {
        var text = literal.Contains('\\', StringComparison.Ordinal) ? Regex.Unescape(literal) : literal;

        var error = Assert.Throws<AssumeRoleException>(() => Format(format, text));

        Assert.Equal(nameof(FindingCatalogue.ValueUnwritable), error.Finding.Id);
        Assert.Contains(error.Finding.Target, new[] { Variable, "SessionToken" });
        Assert.DoesNotContain(text, error.Finding.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Those texts that the format does not refuse.</summary>
    private static string[] Carried(CredentialFormat format) => [.. QuotedTexts.All.Where(text =>
    {
        try
        {
            Format(format, text);
            return true;
        }
        catch (AssumeRoleException error) when (error.Finding.Id == nameof(FindingCatalogue.ValueUnwritable))
        {
            return false;
        }
    })];

    private static string Format(CredentialFormat format, string token) =>
        CredentialFormatter.Format(Session with { SessionToken = new Secret(token) }, format);

    private void WriteEach(CredentialFormat format, IReadOnlyList<string> texts)
    {
        foreach (var (text, index) in texts.Select((text, index) => (text, index))) Write(index, Format(format, text) + "\n");
    }

    private void Write(int index, string text) => File.WriteAllText(Path.Combine(folder, $"{index:D5}.txt"), text);

    private static string[] Split(string output) => output.Split(Separator)[..^1];

    /// <summary>The rule that CredentialFormat.Dotenv documents.</summary>
    private static string ReadDotenv(string lines)
    {
        var value = lines.Split('\n').Single(line => line.StartsWith(Variable + "=", StringComparison.Ordinal))[(Variable.Length + 1)..];
        var inside = value[1..^1];
        if (value[0] == '\'')
        {
            Assert.DoesNotContain('\'', inside);
            return inside;
        }

        var text = new StringBuilder();
        for (var index = 0; index < inside.Length; index++)
        {
            Assert.NotEqual('"', inside[index]);
            text.Append(inside[index] == '\\' ? inside[++index] switch { 'n' => '\n', 'r' => '\r', var other => other } : inside[index]);
        }

        return text.ToString();
    }

    /// <summary>Docker's opts.parseKeyValueFile: the lines of bufio.ScanLines, which end at LF and lose one CR, cut at the first equals sign.</summary>
    private static string ReadEnvironment(string lines) => lines.Split('\n')
        .Select(line => (line.EndsWith('\r') ? line[..^1] : line).TrimStart().Split('=', 2))
        .Single(pair => pair[0] == Variable)[1];

    private async Task<bool> HasDotenvAsync()
    {
        if (Machine.Find("python3") is not { } python) return false;
        using var process = Start(python, "-c", "import dotenv");
        await Patience.EndAsync(process, "python3");
        return process.ExitCode == 0;
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Patience.EndAsync(process, program);
        Assert.True(process.ExitCode == 0, $"{program} exited with {process.ExitCode}: {await error}");
        Assert.Equal(string.Empty, await error);
        return output;
    }

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            WorkingDirectory = folder,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["HOME"] = folder;
        start.Environment["PYTHONUTF8"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment.Remove(Variable);
        return Process.Start(start)!;
    }
}
