using System.Text.Json;
using AssumeRole.Cli.Tests.Running;

namespace AssumeRole.Cli.Tests;

/// <summary>A Linux without libssl: .NET would abort the process, print nothing, and let a task go on as the worker.</summary>
public sealed class MissingOpenSslTests
{
    private const string Tls = "https://sts.invalid";

    [Theory]
    [EachBuild("env", 1, "(exit 1)\n", Needs = Needs.Linux)]
    [EachBuild("env --cache", 1, "(exit 1)\n", Needs = Needs.Linux)]
    [EachBuild("exec -- true", 125, "", Needs = Needs.Linux)]
    [EachBuild("exec --keep-fresh -- true", 125, "", Needs = Needs.Linux)]
    [EachBuild("credential-process", 1, "", Needs = Needs.Linux)]
    [EachBuild("whoami", 1, "", Needs = Needs.Linux)]
    public async Task Tls_without_it_is_a_finding_and_stops_the_shell(Build build, string line, int exitCode, string output)
    {
        await using var stage = await StartAsync(build);
        stage.Variables["AWS_ENDPOINT_URL_STS"] = Tls;

        var run = (await stage.RunAsync(line.Split(' '))).Exits(exitCode);

        Assert.Equal(output, run.Output);
        AssertNamed(run);
    }

    /// <summary>The SDK signs with it.</summary>
    [Theory]
    [EachBuild("env", 1, "(exit 1)\n", Needs = Needs.Linux)]
    [EachBuild("env --cache", 1, "(exit 1)\n", Needs = Needs.Linux)]
    [EachBuild("exec -- true", 125, "", Needs = Needs.Linux)]
    [EachBuild("exec --keep-fresh -- true", 125, "", Needs = Needs.Linux)]
    [EachBuild("credential-process", 1, "", Needs = Needs.Linux)]
    [EachBuild("whoami", 1, "", Needs = Needs.Linux)]
    public async Task A_signature_over_plain_http_without_it_is_one_too(Build build, string line, int exitCode, string output)
    {
        await using var stage = await StartAsync(build);

        var run = (await stage.RunAsync(line.Split(' '))).Exits(exitCode);

        Assert.Equal(output, run.Output);
        AssertNamed(run);
        Assert.DoesNotContain(stage.Sandbox.Calls, call => call.Service == "sts");
    }

    [Theory]
    [EachBuild(true, Needs = Needs.Linux)]
    [EachBuild(false, Needs = Needs.Linux)]
    public async Task The_check_names_it_at_the_step_that_needs_it(Build build, bool isTls)
    {
        await using var stage = await StartAsync(build);
        if (isTls) stage.Variables["AWS_ENDPOINT_URL_STS"] = Tls;

        var run = (await stage.RunAsync("test", "--json")).Exits(1);

        using var document = JsonDocument.Parse(run.Output);
        var broken = document.RootElement.EnumerateArray().First(step => step.GetProperty("Status").GetString() == "Failed");
        Assert.Equal(("CallerIdentity", "TlsLibraryMissing"), (broken.GetProperty("Step").GetString(), broken.GetProperty("FindingId").GetString()));
    }

    [Theory]
    [EachBuild("AWS_CONTAINER_CREDENTIALS_FULL_URI", "https://container.invalid/role", Needs = Needs.Linux)]
    [EachBuild("AWS_EC2_METADATA_SERVICE_ENDPOINT", "https://metadata.invalid", Needs = Needs.Linux)]
    public async Task Each_source_over_tls_is_a_finding(Build build, string variable, string address)
    {
        await using var stage = await StartAsync(build);
        stage.Variables[variable] = address;

        AssertNamed((await stage.RunAsync("env")).Exits(1));
    }

    [Theory, EachBuild(Needs = Needs.Linux)]
    public async Task A_proxy_that_speaks_tls_is_a_finding(Build build)
    {
        await using var stage = await StartAsync(build);
        stage.Variables["AWS_ENDPOINT_URL_STS"] = "http://sts.invalid";
        stage.Variables["http_proxy"] = "https://proxy.invalid";

        AssertNamed((await stage.RunAsync("env")).Exits(1));
    }

    [Theory, EachBuild(Needs = Needs.Linux)]
    public async Task IAM_Identity_Center_is_a_finding(Build build)
    {
        await using var stage = await StartAsync(build);
        stage.Variables["AWS_CONFIG_FILE"] = stage.Write("config", SsoTests.Config);
        stage.Variables["AWS_PROFILE"] = SsoTests.Profile;

        AssertNamed((await stage.RunAsync("env")).Exits(1));
    }

    [Theory, EachBuild(Needs = Needs.Linux)]
    public async Task The_sandbox_needs_none(Build build)
    {
        await using var stage = await StartAsync(build);
        using var sandbox = stage.Start("sandbox");
        var variables = new Dictionary<string, string>();
        while (!variables.ContainsKey("AWS_ENDPOINT_URL_STS") && await sandbox.ReadLineAsync() is { } line)
        {
            if (line.Split(["export ", "='", "'"], StringSplitOptions.None) is ["", var name, var value, _]) variables[name] = value;
        }

        stage.Variables["AWS_ENDPOINT_URL_STS"] = variables["AWS_ENDPOINT_URL_STS"];
        stage.Variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = variables["AWS_ENDPOINT_URL_STS"];
        // The one that asks has a library.
        stage.Variables.Remove("LD_LIBRARY_PATH");
        (await stage.RunAsync("env")).Exits(0);

        Assert.Empty(stage.Sandbox.Calls);
    }

    /// <summary>A stage on which the loader finds files that are no library before those of the system, and looks no further.</summary>
    private static async Task<Stage> StartAsync(Build build)
    {
        var stage = await Stage.StartAsync(build);
        foreach (var version in (string[])["3", "1.1", "1.0.2", "1.0.0", "10", "11", "111"]) stage.Write($"no-openssl/libssl.so.{version}", string.Empty);
        stage.Variables["LD_LIBRARY_PATH"] = Path.Combine(stage.Folder, "no-openssl");
        return stage;
    }

    private static void AssertNamed(Run run)
    {
        Assert.StartsWith("assumerole: TlsLibraryMissing: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        foreach (var package in (string[])["libssl3", "openssl-libs"]) Assert.Contains(package, run.Error, StringComparison.Ordinal);
    }
}
