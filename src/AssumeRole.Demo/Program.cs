using System.Diagnostics;
using System.Reflection;
using AssumeRole.Demo;

// The demo of the module in PowerShell, then that of the executable. Both write to this terminal themselves: nothing is redirected, so
// that colours and width are what a user gets.
var module = Fact("ModulePath");
var powerShell = PowerShellProgram.Find();

// PowerShell would report to its maker that it was started.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

// Ctrl+C reaches the child as well, which then puts everything back.
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;

var exitCode = Run(
    powerShell.FileName,
    powerShell.With("-NoProfile", "-File", Path.Combine(Path.GetDirectoryName(module)!, "examples", "Demo.ps1"), "-ModulePath", module));
return exitCode != 0 ? exitCode : Run(PowerShellProgram.DotnetPath, [Fact("ExecutablePath"), "demo"]);

static string Fact(string key) => typeof(PowerShellProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
    .Single(attribute => attribute.Key == key).Value!;

static int Run(string program, IEnumerable<string> arguments)
{
    using var child = Process.Start(program, arguments);
    child.WaitForExit();
    return child.ExitCode;
}
