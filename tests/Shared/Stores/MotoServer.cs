using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Testing;

/// <summary>moto's Secrets Manager, Parameter Store, S3 and STS on loopback, and boto3 to read them: neither is ours.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private Process? server;

    /// <summary>Why it does not run, or null.</summary>
    public string? Absence { get; private set; }

    public Uri Endpoint { get; private set; } = new("http://127.0.0.1");

    public async ValueTask InitializeAsync()
    {
        if (Programs.Find("moto_server") is not { } program)
        {
            Absence = "moto_server is not on PATH";
            return;
        }

        if ((await RunAsync("import boto3")).ExitCode != 0)
        {
            Absence = "python3 has no boto3";
            return;
        }

        var port = FreePort();
        Endpoint = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo(program, ["-H", "127.0.0.1", "-p", $"{port}"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true";
        server = Process.Start(start)!;
        server.BeginErrorReadLine();
        server.BeginOutputReadLine();
        Assert.True(await AnswersAsync(), $"moto_server does not answer within {Patience.TotalSeconds} s.");
    }

    public ValueTask DisposeAsync()
    {
        if (server is null) return ValueTask.CompletedTask;
        server.Kill(entireProcessTree: true);
        server.WaitForExit();
        server.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs a script with a boto3 client factory c(service) in it, and gives what it prints.</summary>
    public async Task<string> PythonAsync(string script)
    {
        var (exitCode, output, error) = await RunAsync(
            $"import boto3, json\nc = lambda service: boto3.client(service, endpoint_url='{Endpoint.GetLeftPart(UriPartial.Authority)}', "
            + $"region_name='eu-west-1', aws_access_key_id='AKIAREADER', aws_secret_access_key='of-the-reader')\n{script}");
        Assert.True(exitCode == 0, error);
        return output.TrimEnd();
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string script)
    {
        if (Programs.Find("python3") is not { } python) return (127, "", "");
        using var process = Process.Start(new ProcessStartInfo(python, ["-c", script]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    private async Task<bool> AnswersAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var started = Stopwatch.StartNew();
        while (started.Elapsed < Patience && !server!.HasExited)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(Endpoint, "/moto-api/"));
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
