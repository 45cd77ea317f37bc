using System.Diagnostics;

namespace AssumeRole.Testing;

/// <summary>moto's Secrets Manager, Parameter Store, S3 and STS on loopback, and boto3 to read them: neither is ours.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    private HeldPort? port;
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

        port = new HeldPort();
        Endpoint = new Uri($"http://127.0.0.1:{port.Number}");
        var start = new ProcessStartInfo(program, ["-H", "127.0.0.1", "-p", $"{port.Number}"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true";
        server = Process.Start(start)!;
        server.BeginErrorReadLine();
        server.BeginOutputReadLine();
        Assert.True(await AnswersAsync(), $"moto_server has ended, or does not answer within {Patience.Limit.TotalSeconds} s.");
    }

    public async ValueTask DisposeAsync()
    {
        if (server is null) return;
        server.Kill(entireProcessTree: true);
        await Patience.EndAsync(server, "moto_server's end");
        server.Dispose();
        port!.Dispose();
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
        await Patience.EndAsync(process, script);
        return (process.ExitCode, await output, await error);
    }

    private async Task<bool> AnswersAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var started = Stopwatch.StartNew();
        while (started.Elapsed < Patience.Limit && !server!.HasExited)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(Endpoint, "/moto-api/"));
                if (response.IsSuccessStatusCode) return true;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(100);
        }

        return false;
    }
}
