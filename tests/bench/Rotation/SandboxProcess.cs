using System.Diagnostics;
using AssumeRole.Rehearsal;
using AssumeRole.Sandbox;

namespace RotationBench;

/// <summary>A sandbox in a process of its own, as AWS is one.</summary>
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

    public static async Task<int> ServeAsync(string world)
    {
        await using var sandbox = await new RoleSandboxFactory().StartAsync(new RoleSandboxOptions(world), default);
        await Console.Out.WriteLineAsync(sandbox.Endpoint.ToString());
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>Starts the built-in world with faults of one's own.</summary>
    public static async Task<SandboxProcess> StartAsync(string faults)
    {
        var world = Path.GetTempFileName();
        using (var builtIn = typeof(RoleSandbox).Assembly.GetManifestResourceStream(
            typeof(RoleSandbox).Assembly.GetManifestResourceNames().Single(name => name.EndsWith("world.json", StringComparison.Ordinal)))!)
        using (var reader = new StreamReader(builtIn))
        {
            var text = (await reader.ReadToEndAsync()).TrimEnd();
            await File.WriteAllTextAsync(world, $"{text[..^1]}, \"faults\": {{{faults}}}}}");
        }

        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["sandbox", world]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        return new SandboxProcess(process, world, new Uri((await process.StandardOutput.ReadLineAsync())!));
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
        File.Delete(world);
    }
}
