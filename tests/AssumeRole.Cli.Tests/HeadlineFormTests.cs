using System.Text;
using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>The README's line for shell tasks: the task stops, whatever becomes of the executable, with and without set -e.</summary>
public sealed class HeadlineFormTests
{
    private const string Headline = """eval "$(assumerole env || echo exit $?)" """;

    /// <summary>What a shell exits with: 127 for what is not there, 126 or 127 for what the system refuses, 128 and the signal.</summary>
    private static readonly Dictionary<Executables, int[]> Expected = new()
    {
        [Executables.Whole] = [0],
        [Executables.Denied] = [4],
        [Executables.Missing] = [127],
        [Executables.NoLoader] = [126, 127],
        [Executables.OtherMachine] = [126],
        [Executables.NoLibrary] = [127],
        [Executables.Killed] = [137],
        [Executables.KilledHalfway] = [137],
    };

    /// <summary>What may become of the executable.</summary>
    public enum Executables
    {
        Whole,
        Denied,
        Missing,
        NoLoader,
        OtherMachine,
        NoLibrary,
        Killed,
        KilledHalfway,
    }

    [Theory]
    [EachBuild("bash", Needs = Needs.Linux | Needs.Bash)]
    [EachBuild("dash", Needs = Needs.Linux | Needs.Dash)]
    [EachBuild("zsh", Needs = Needs.Linux | Needs.Zsh)]
    public async Task Stops_the_task_unless_it_has_its_role(Build build, string shell)
    {
        foreach (var (executable, exitCodes) in Expected)
        {
            foreach (var mode in (string[])["set +e", "set -e"])
            {
                await using var stage = await Stage.StartAsync(build);
                await PlaceAsync(executable, stage);

                // -f keeps zsh from its start files; in the others it stops the expansion of file names, of which there is none.
                var run = await stage.RunProgramAsync(Machine.Find(shell)!, "-fc", $"{mode}\n{Headline}\necho \"went on ${{AWS_SESSION_TOKEN:+with}}\"");

                Assert.True(
                    exitCodes.Contains(run.ExitCode) && run.Output == (executable == Executables.Whole ? "went on with\n" : string.Empty),
                    $"{shell}, {mode}, {executable}: exit code {run.ExitCode}\n{run.Output}\n{run.Error}");
            }
        }
    }

    private static async Task PlaceAsync(Executables executable, Stage stage)
    {
        switch (executable)
        {
            case Executables.Whole:
                break;
            case Executables.Denied:
                stage.Variables["aws_assume_role_arn"] = Stage.Denied;
                break;
            case Executables.Missing:
                stage.Variables["PATH"] = WithoutExecutable(stage);
                break;
            case Executables.NoLoader:
                // The program interpreter that the file names, as on a machine with another libc.
                await WriteAsync(stage, Replace(stage, "/ld-", "/no-"));
                break;
            case Executables.OtherMachine:
                var file = await File.ReadAllBytesAsync(stage.Executable);
                file[18] = file[19] = 0xfe;
                await WriteAsync(stage, file);
                break;
            case Executables.NoLibrary:
                // Refused by the loader, as a file is that wants a newer glibc.
                await WriteAsync(stage, Replace(stage, "libm.so.", "libQ.so."));
                break;
            case Executables.Killed:
                await WriteAsync(stage, "#!/bin/sh\nkill -KILL $$\n"u8.ToArray());
                break;
            case Executables.KilledHalfway:
                await WriteAsync(stage, "#!/bin/sh\necho \"export AWS_ACCESS_KEY_ID='half'\"; kill -KILL $$\n"u8.ToArray());
                break;
        }
    }

    private static string WithoutExecutable(Stage stage) =>
        stage.Variables["PATH"][(Path.GetDirectoryName(stage.Executable)!.Length + 1)..];

    private static byte[] Replace(Stage stage, string from, string to)
    {
        var file = File.ReadAllBytes(stage.Executable);
        var at = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(from));
        Assert.True(at >= 0, $"The executable does not name {from}");
        Encoding.ASCII.GetBytes(to).CopyTo(file, at);
        return file;
    }

    /// <summary>
    /// Puts a file in the executable's place. Another process writes it: a program that a parallel test starts would inherit this one's
    /// open file for a moment, and the system does not run a file that is open for writing.
    /// </summary>
    private static async Task WriteAsync(Stage stage, byte[] file)
    {
        await File.WriteAllBytesAsync(Path.Combine(stage.Folder, "content"), file);
        (await stage.RunProgramAsync("/bin/sh", "-c", "mkdir bin && cp content bin/assumerole && chmod +x bin/assumerole")).Exits(0);
        stage.Variables["PATH"] = $"{Path.Combine(stage.Folder, "bin")}:{WithoutExecutable(stage)}";
    }
}
