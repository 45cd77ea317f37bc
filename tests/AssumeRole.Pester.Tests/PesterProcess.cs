using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using AssumeRole.Demo;
using AssumeRole.Testing;

namespace AssumeRole.Pester.Tests;

/// <summary>Runs Pester files, each in a PowerShell of its own.</summary>
internal sealed class PesterProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };
    private static readonly string PesterPath = typeof(PesterProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "PesterPath").Value!;

    private readonly PowerShellProgram powerShell = PowerShellProgram.Find();

    /// <summary>Runs one file.</summary>
    public async Task<IReadOnlyList<PesterResult>> RunAsync(string file)
    {
        var resultPath = Path.GetTempFileName();
        try
        {
            var runner = Path.Combine(Repository.Root, "tests", "pester", "Invoke-PesterFile.ps1");
            var (exitCode, output) = await StartAsync("-File", runner, "-Path", file, "-ResultPath", resultPath, "-PesterPath", PesterPath);
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

    private async Task<(int ExitCode, string Output)> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(powerShell.FileName, powerShell.With(["-NoProfile", "-NonInteractive", .. arguments]))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        SetEnvironment(start.Environment);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Limit);
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
            return (-1, $"Ended after {Limit.TotalMinutes} minutes.");
        }
    }

    /// <summary>Nothing of the developer's own AWS set-up reaches a test, and the staged module is found by its name.</summary>
    private static void SetEnvironment(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)).ToArray())
            environment.Remove(name);
        environment["AWS_CONFIG_FILE"] = environment["AWS_SHARED_CREDENTIALS_FILE"] = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
        environment["NO_COLOR"] = "1";
        environment["ASSUMEROLE_TERRAFORM_PLUGINS"] = ProviderMirror.Find();
        // PowerShell would ask its maker's servers.
        environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        environment["POWERSHELL_UPDATECHECK"] = "Off";
        var modules = Path.Combine(Repository.Root, "output");
        environment["PSModulePath"] = environment.TryGetValue("PSModulePath", out var present) && !string.IsNullOrEmpty(present)
            ? modules + Path.PathSeparator + present
            : modules;
    }
}
