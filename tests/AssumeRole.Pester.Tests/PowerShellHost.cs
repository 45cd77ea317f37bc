using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace AssumeRole.Pester.Tests;

/// <summary>A pwsh with Pester 5 on this machine.</summary>
internal sealed class PowerShellHost
{
    private const string Executable = "pwsh";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    private PowerShellHost()
    {
    }

    /// <summary>Finds it, or says why there is none.</summary>
    public static async Task<(PowerShellHost? Host, string Absence)> FindAsync()
    {
        try
        {
            var (exitCode, output) = await StartAsync(
                "-Command", "exit [int]-not (Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -eq 5 })");
            return exitCode == 0 ? (new PowerShellHost(), string.Empty) : (null, $"pwsh has no Pester 5. {output}".Trim());
        }
        catch (Win32Exception)
        {
            return (null, "No pwsh on PATH.");
        }
    }

    /// <summary>Runs one file in a process of its own.</summary>
    public async Task<IReadOnlyList<PesterResult>> RunAsync(string file)
    {
        var resultPath = Path.GetTempFileName();
        try
        {
            var runner = Path.Combine(Repository.Root, "tests", "pester", "Invoke-PesterFile.ps1");
            var (exitCode, output) = await StartAsync("-File", runner, "-Path", file, "-ResultPath", resultPath);
            var text = await File.ReadAllTextAsync(resultPath);
            var results = text.Length == 0 ? [] : JsonSerializer.Deserialize<PesterResult[]>(text, Options)!;
            return exitCode == 0 && results.Length > 0
                ? results
                : [.. results, new PesterResult("(the file itself)", "Failed", $"pwsh exited with {exitCode} and {results.Length} results.\n{output}")];
        }
        finally
        {
            File.Delete(resultPath);
        }
    }

    private static async Task<(int ExitCode, string Output)> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, ["-NoProfile", "-NonInteractive", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        SetEnvironment(start.Environment);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"Ended after {Patience.TotalMinutes} minutes.");
        }
    }

    /// <summary>Nothing of the developer's own AWS set-up reaches a test, and the staged module is found by its name.</summary>
    private static void SetEnvironment(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)).ToArray())
            environment.Remove(name);
        environment["AWS_CONFIG_FILE"] = environment["AWS_SHARED_CREDENTIALS_FILE"] = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
        environment["NO_COLOR"] = "1";
        environment["ASSUMEROLE_REPOSITORY"] = Repository.Root;
        var modules = Path.Combine(Repository.Root, "output");
        environment["PSModulePath"] = environment.TryGetValue("PSModulePath", out var present) && !string.IsNullOrEmpty(present)
            ? modules + Path.PathSeparator + present
            : modules;
    }
}
