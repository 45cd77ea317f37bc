using AssumeRole.Cli.Running;
using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole exec finds a program as env(1) and shells do: by the rules of execvp(3).</summary>
public sealed class ExecLookupTests
{
    private const UnixFileMode Runnable = UnixFileMode.UserRead | UnixFileMode.UserExecute;
    private const string Tool = "#!/bin/sh\necho found \"$0\" $#\n";

    [Theory]
    [EachBuild("tool", "bin", "bin/tool", Needs = Needs.Unix)]
    [EachBuild("tool", "/nowhere::bin", "tool", Needs = Needs.Unix)]
    [EachBuild("tool", "/nowhere:", "tool", Needs = Needs.Unix)]
    [EachBuild("tool", ":/nowhere", "tool", Needs = Needs.Unix)]
    [EachBuild("./tool", "bin", "./tool", Needs = Needs.Unix)]
    [EachBuild("bin/tool", "/nowhere", "bin/tool", Needs = Needs.Unix)]
    [EachBuild("tool", "plain:bin", "bin/tool", Needs = Needs.Unix)]
    [EachBuild("tool", "plain/tool:bin", "bin/tool", Needs = Needs.Unix)]
    public async Task Finds_a_program(Build build, string program, string path, string found)
    {
        await using var stage = await StartAsync(build);
        stage.Variables["PATH"] = path;

        var run = (await stage.RunAsync("exec", "--", program, "a b")).Exits(0);

        // An empty element of PATH may be written out as ./ or not.
        Assert.Equal($"found {found} 1", run.Output.Trim().Replace(found.StartsWith('.') ? "\0" : "./", string.Empty, StringComparison.Ordinal));
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Remembers_that_one_may_not_be_run(Build build)
    {
        await using var stage = await StartAsync(build);
        stage.Variables["PATH"] = "/nowhere:plain:/nowhere";

        var run = (await stage.RunAsync("exec", "--", "tool")).Exits(126);

        Assert.StartsWith("assumerole: CommandNotExecutable: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory, EachBuild(Needs = Needs.Linux)]
    public async Task Leaves_a_script_without_an_interpreter_to_sh(Build build)
    {
        await using var stage = await StartAsync(build);
        stage.Write("bare", "echo \"bare $1\"\n", Runnable);

        var run = await stage.RunAsync("exec", "--", "./bare", "a b");

        // musl's execvp does not; then the program cannot be run.
        if (File.Exists("/etc/alpine-release")) run.Exits(126);
        else Assert.Equal("bare a b\n", run.Exits(0).Output);
    }

    [Theory]
    [InlineData("tool", @"C:\bin\tool.exe")]
    [InlineData("TOOL", @"C:\bin\TOOL.EXE")]
    [InlineData("tool.exe", @"C:\bin\tool.exe")]
    [InlineData("task", @"D:\my tools\task.cmd")]
    [InlineData("task.cmd", @"D:\my tools\task.cmd")]
    [InlineData("terraform.v1", @"D:\my tools\terraform.v1.exe")]
    [InlineData("both", @"C:\bin\both.cmd")]
    [InlineData("pair", @"C:\bin\pair.exe")]
    [InlineData(@"D:\my tools\task", @"D:\my tools\task.cmd")]
    [InlineData(@".\here", @".\here.bat")]
    [InlineData("./here.bat", "./here.bat")]
    [InlineData("here", null)]
    [InlineData("script", null)]
    [InlineData("bare", null)]
    [InlineData("none", null)]
    [InlineData("", null)]
    public void Finds_a_program_on_Windows_by_PATH_and_PATHEXT(string program, string? found)
    {
        string[] files =
        [
            @"C:\bin\tool.exe", @"C:\bin\both.cmd", @"D:\my tools\both.exe", @"C:\bin\pair.exe", @"C:\bin\pair.cmd", @"C:\bin\script.js",
            @"C:\bin\bare", @"D:\my tools\task.cmd", @"D:\my tools\tool.exe", @"D:\my tools\terraform.v1.exe", @".\here.bat", "./here.bat", "here.bat",
        ];

        var actual = WindowsProgram.Find(
            program, """C:\bin\;;"D:\my tools";""", ".COM;.EXE;.BAT;.CMD;.JS", path => files.Contains(path, StringComparer.OrdinalIgnoreCase));

        Assert.Equal(found, actual, ignoreCase: true);
    }

    [Fact]
    public void Takes_the_usual_extensions_on_Windows_without_PATHEXT() =>
        Assert.Equal(@"C:\bin\tool.CMD", WindowsProgram.Find("tool", @"C:\bin", null, path => path == @"C:\bin\tool.CMD"));

    [Theory]
    [InlineData("plan", "plan")]
    [InlineData("-var=x", "\"-var=x\"")]
    [InlineData("", "\"\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a&calc", "\"a&calc\"")]
    [InlineData("a\"&calc", "\"a\"\"&calc\"")]
    [InlineData(@"C:\x", @"C:\x")]
    [InlineData(@"C:\x\", @"""C:\x\\""")]
    [InlineData(@"a\""b", @"""a\\""""b""")]
    [InlineData("%PATH%", "\"%%cd:~,%PATH%%cd:~,%\"")]
    [InlineData("^|<>!", "\"^|<>!\"")]
    [InlineData("é", "é")]
    public void An_argument_of_a_batch_file_is_neither_expanded_nor_a_command(string argument, string written) =>
        Assert.Equal($"\"D:\\my tools\\task.cmd\" {written}", WindowsProgram.BatchLine(@"D:\my tools\task.cmd", [argument]));

    private static async Task<Stage> StartAsync(Build build)
    {
        var stage = await Stage.StartAsync(build);
        stage.Write("tool", Tool, Runnable);
        stage.Write("bin/tool", Tool, Runnable);
        stage.Write("plain/tool", Tool, UnixFileMode.UserRead);
        return stage;
    }
}
