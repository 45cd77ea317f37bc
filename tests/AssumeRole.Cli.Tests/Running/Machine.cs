using System.Diagnostics;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests.Running;

/// <summary>What this machine has.</summary>
internal static class Machine
{
    /// <summary>Why a test cannot run here, or null.</summary>
    public static string? Lacks(Needs needs)
    {
        if ((needs & (Needs.Unix | Needs.Interrupt | Needs.HangUp)) != 0 && OperatingSystem.IsWindows()) return "Windows has no execve and no such signals.";
        if (needs.HasFlag(Needs.Linux) && !OperatingSystem.IsLinux()) return "Only Linux has /proc.";
        if (needs.HasFlag(Needs.Bash) && (OperatingSystem.IsWindows() || Find("bash") is null)) return "No bash on PATH.";
        if (needs.HasFlag(Needs.Script) && !HasScript.Value) return "No script command of util-linux, which gives a terminal.";
        if (needs.HasFlag(Needs.Zsh) && Find("zsh") is null) return "No zsh on PATH.";
        if (needs.HasFlag(Needs.Dash) && Find("dash") is null) return "No dash on PATH.";
        if (needs.HasFlag(Needs.Mounts) && !CanMount.Value) return "unshare -rm cannot mount a tmpfs here.";
        if (needs.HasFlag(Needs.Interrupt) && Ignores(2)) return "SIGINT is ignored where the tests were started.";
        if (needs.HasFlag(Needs.HangUp) && Ignores(1)) return "SIGHUP is ignored where the tests were started.";
        return null;
    }

    private static bool Ignores(int signal) => OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
        && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & (1UL << (signal - 1))) != 0;

    private static readonly Lazy<bool> CanMount = new(() =>
    {
        if (!OperatingSystem.IsLinux() || Find("unshare") is not { } path) return false;
        string[] arguments = ["-rm", "sh", "-c", "mount -t tmpfs -o size=64k none /tmp"];
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Patience.EndAsync(process, "unshare").GetAwaiter().GetResult();
        return process.ExitCode == 0;
    });

    private static readonly Lazy<bool> HasScript = new(() =>
    {
        if (!OperatingSystem.IsLinux() || Find("script") is not { } path) return false;
        using var process = Process.Start(new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        Patience.EndAsync(process, "script --version").GetAwaiter().GetResult();
        return output.GetAwaiter().GetResult().Contains("util-linux", StringComparison.Ordinal);
    });

    /// <summary>A program's file by PATH, or null.</summary>
    public static string? Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        var names = OperatingSystem.IsWindows() ? new[] { program + ".exe" } : [program];
        return folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
