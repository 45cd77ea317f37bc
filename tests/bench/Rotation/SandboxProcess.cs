using System.Diagnostics;
using AssumeRole.Sandbox;

namespace RotationBench;

/// <summary>A sandbox in a process of its own, as AWS is one: assumerole sandbox.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly string world;

    private SandboxProcess(Process process, string world, Uri url) => (this.process, this.world, Url) = (process, world, url);

    public Uri Url { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the built-in world with faults of one's own.</summary>
    public static async Task<SandboxProcess> StartAsync(string program, string faults)
    {
        var world = Path.GetTempFileName();
        using (var builtIn = typeof(RoleSandbox).Assembly.GetManifestResourceStream(
            typeof(RoleSandbox).Assembly.GetManifestResourceNames().Single(name => name.EndsWith("world.json", StringComparison.Ordinal)))!)
        using (var reader = new StreamReader(builtIn))
        {
            var text = (await reader.ReadToEndAsync()).TrimEnd();
            await File.WriteAllTextAsync(world, $"{text[..^1]}, \"faults\": {{{faults}}}}}");
        }

        var process = Process.Start(new ProcessStartInfo(program, ["sandbox", "--world", world]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // "The sandbox listens on <address>. Ctrl+C ends it."
        var line = await process.StandardError.ReadLineAsync() ?? throw new InvalidOperationException("The sandbox did not start.");
        return new SandboxProcess(process, world, new Uri(line.Split(' ').Single(word => word.StartsWith("http://", StringComparison.Ordinal)).TrimEnd('.')));
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        File.Delete(world);
    }
}
