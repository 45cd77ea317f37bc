using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using AssumeRole.Findings;
using AssumeRole.Sources;

namespace AssumeRole.Cli.Running;

/// <summary>
/// A program on Windows, where no process can become another: this one waits for it. CreateProcess would find only .exe files, and those
/// of the working directory before those of PATH.
/// </summary>
internal static class WindowsProgram
{
    private const int FileMissing = 2;
    private const int PathMissing = 3;
    private const string UsualExtensions = ".COM;.EXE;.BAT;.CMD";

    // Others of PATHEXT, such as .JS, need the program that the registry names for them.
    private static readonly string[] Startable = [".com", ".exe", ".bat", ".cmd"];
    private static readonly string[] BatchExtensions = [".bat", ".cmd"];
    private static readonly char[] Separators = ['\\', '/', ':'];

    // All else in ASCII is a delimiter or an operator of cmd.exe, or may become one.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789#$*+-./:?@\\_");

    /// <param name="changes">The variables to set; null removes one.</param>
    /// <param name="cancellationToken">Has no effect once the program has started: Ctrl+C is the program's then.</param>
    /// <returns>Its exit code, as it is: 0xC000013A if Ctrl+C ended it.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> words, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        // The console sends Ctrl+C and Ctrl+Break to every program on it; this process must survive both.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Survive);
        using var ctrlBreak = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Survive);
        cancellationToken.ThrowIfCancellationRequested();
        var start = Prepare(words);
        foreach (var (name, value) in changes) start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)
                ?? throw FindingCatalogue.CommandNotExecutable.Error(words[0], "It could not be started.");
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (Win32Exception error)
        {
            var kind = error.NativeErrorCode is FileMissing or PathMissing ? FindingCatalogue.CommandMissing : FindingCatalogue.CommandNotExecutable;
            throw kind.Error(words[0], error.Message, inner: error);
        }

        static void Survive(PosixSignalContext signal) => signal.Cancel = true;
    }

    /// <summary>
    /// The file of a program: by its path, or in the folders of PATH, with the extensions of PATHEXT. The working directory is searched only
    /// if PATH names it, as by execvp(3) and PowerShell.
    /// </summary>
    /// <returns>Null if there is none.</returns>
    public static string? Find(string program, string? path, string? extensions, Func<string, bool> exists)
    {
        if (program.Length == 0) return null;
        var name = program[(program.LastIndexOfAny(Separators) + 1)..];
        var folders = name.Length < program.Length
            ? [string.Empty]
            : (path ?? string.Empty).Split(';').Select(folder => folder.Trim().Trim('"')).Where(folder => folder.Length > 0);
        var endings = (string.IsNullOrEmpty(extensions) ? UsualExtensions : extensions).Split(';', StringSplitOptions.TrimEntries)
            .Where(ending => Startable.Contains(ending, StringComparer.OrdinalIgnoreCase));

        // A name that has an extension is first taken as it is.
        if (Path.HasExtension(name)) endings = endings.Prepend(string.Empty);
        return folders.SelectMany(folder => endings.Select(ending => Join(folder, program + ending))).FirstOrDefault(exists);
    }

    public static bool IsBatchFile(string file) => BatchExtensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The command line by which cmd.exe runs a batch file with arguments: none of them is expanded or ends the command. The rules are
    /// those of Rust's Command (library/std, make_bat_command_line), which answer CVE-2024-24576.
    /// </summary>
    /// <param name="arguments">Texts without line ends: those cmd.exe cannot hand on.</param>
    public static string BatchLine(string file, IEnumerable<string> arguments)
    {
        var line = new StringBuilder();
        Append(line, file, isQuoted: true);
        foreach (var argument in arguments) Append(line.Append(' '), argument, NeedsQuotes(argument));
        return line.ToString();
    }

    private static ProcessStartInfo Prepare(IReadOnlyList<string> words)
    {
        var file = Find(words[0], Environment.GetEnvironmentVariable("PATH"), Environment.GetEnvironmentVariable("PATHEXT"), File.Exists)
            ?? throw FindingCatalogue.CommandMissing.Error(words[0], $"There is no '{words[0]}', also with an extension of PATHEXT.");
        file = Path.GetFullPath(file);
        if (!IsBatchFile(file)) return new ProcessStartInfo(file, words.Skip(1));
        if (words.Any(word => word.AsSpan().ContainsAny('\r', '\n')))
            throw FindingCatalogue.CommandNotExecutable.Error(words[0], $"{words[0]} is a batch file, and an argument has a line end.");

        // Extensions of commands on, delayed expansion off: ! stays as it is.
        return new ProcessStartInfo(WindowsShell.Path, $"/e:ON /v:OFF {WindowsShell.ArgumentsFor(BatchLine(file, words.Skip(1)))}");
    }

    private static string Join(string folder, string name) => folder.Length == 0 || folder[^1] is '\\' or '/' ? folder + name : $"{folder}\\{name}";

    /// <summary>A batch file sees the quotes, so a plain word has none. A backslash at the end would escape a quote that the file adds.</summary>
    private static bool NeedsQuotes(string argument) =>
        argument.Length == 0
        || argument[^1] == '\\'
        || argument.Any(character => char.IsAscii(character) ? !Plain.Contains(character) : char.IsControl(character));

    private static void Append(StringBuilder line, string word, bool isQuoted)
    {
        if (isQuoted) line.Append('"');
        var backslashes = 0;
        foreach (var character in word)
        {
            // Backslashes before a quote are doubled, and a quote too.
            if (character == '"') line.Append('\\', backslashes).Append('"');

            // %cd:~,% is empty, so no % is left that could begin a variable.
            else if (character == '%') line.Append("%%cd:~,");
            line.Append(character);
            backslashes = character == '\\' ? backslashes + 1 : 0;
        }

        if (isQuoted) line.Append('\\', backslashes).Append('"');
    }
}
