using System.Text.Json;
using System.Text.RegularExpressions;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests;

/// <summary>
/// Faults of TLS, of proxies and of images, a row of ConnectionFaults.json each: the finding, the exit code and the number of attempts. The
/// module's tests run the same table, and the AWS CLI's own words stand beside it.
/// </summary>
public sealed class ConnectionFaultTests
{
    private static readonly JsonSerializerOptions Reading = new() { PropertyNameCaseInsensitive = true };

    private static readonly IReadOnlyList<Row> All =
        JsonSerializer.Deserialize<Row[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ConnectionFaults.json")), Reading)!;

    public static TheoryData<Build, string> Rows => [.. Enum.GetValues<Build>().SelectMany(build => All.Select(ToRow(build)))];

    [Theory, MemberData(nameof(Rows))]
    public async Task A_fault_of_the_connection_has_its_finding_exit_code_and_attempts(Build build, string name)
    {
        var row = All.Single(row => row.Name == name);
        using var folder = new TemporaryFolder();
        using var server = new FaultyServer.FaultyServer(name, folder.Path);

        var run = await RunAsync(Executable.PathOf(build), ["whoami"], server, folder);

        Assert.Equal((row.ExitCode, row.Attempts), (run.ExitCode, server.Connections));
        if (row.Finding.Length > 0) Assert.StartsWith($"assumerole: {row.Finding}: ", run.Error, StringComparison.Ordinal);
        if (row.Finding is "CertificateIssuerUnknown" && name != "self-signed") Assert.Matches("issued by CN=(Faulty Authority|Middle)", run.Error);
        if (row.Finding is "CertificateNameMismatch") Assert.Contains("other.invalid", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [EachBuild("expired", "CertificateNotInForce")]
    [EachBuild("proxy-407", "ProxyAuthenticationRequired")]
    public async Task The_check_names_the_fault_at_the_caller(Build build, string name, string finding)
    {
        using var folder = new TemporaryFolder();
        using var server = new FaultyServer.FaultyServer(name, folder.Path);

        var run = await RunAsync(Executable.PathOf(build), ["test", "--json"], server, folder);

        using var document = JsonDocument.Parse(run.Output);
        var failed = document.RootElement.EnumerateArray().First(step => step.GetProperty("Status").GetString() == "Failed");
        Assert.Equal(("CallerIdentity", finding), (failed.GetProperty("Step").GetString(), failed.GetProperty("FindingId").GetString()));
    }

    [Theory]
    [EachBuild]
    public async Task The_check_shows_version_issuer_and_time_of_TLS(Build build)
    {
        using var folder = new TemporaryFolder();
        using var server = new FaultyServer.FaultyServer("bundle-names-issuer", folder.Path);

        var run = (await RunAsync(Executable.PathOf(build), ["test", "--json"], server, folder)).Exits(0);

        using var document = JsonDocument.Parse(run.Output);
        var caller = document.RootElement.EnumerateArray().Single(step => step.GetProperty("Step").GetString() == "CallerIdentity");
        Assert.Matches(@"TLS 1\.3, certificate issued by CN=Faulty Authority, handshake \d+ ms", caller.GetProperty("Evidence").GetString());
    }

    [Theory]
    [EachBuild("bundle-names-issuer", true)]
    [EachBuild("bundle-names-issuer", false)]
    [EachBuild("folder-names-issuer", true)]
    public async Task A_program_that_is_started_has_the_variables_of_certificates_as_they_were(Build build, string name, bool hasFolder)
    {
        using var folder = new TemporaryFolder();
        using var server = new FaultyServer.FaultyServer(name, folder.Path);
        var variables = new Dictionary<string, string>(server.Variables);
        if (!hasFolder) variables.Remove("SSL_CERT_DIR");

        var run = await RunAsync(
            Executable.PathOf(build), ["exec", "--", "/bin/sh", "-c", "echo ${SSL_CERT_DIR-unset}:${SSL_CERT_FILE-unset}:${AWS_CA_BUNDLE-unset}"], variables, folder);

        run.Exits(0);
        var expected = new[] { "SSL_CERT_DIR", "SSL_CERT_FILE", "AWS_CA_BUNDLE" }.Select(variable => variables.GetValueOrDefault(variable, "unset"));
        Assert.Equal(string.Join(':', expected) + "\n", run.Output);
    }

    [Fact]
    public async Task The_AWS_CLI_says_what_the_table_says_of_it()
    {
        var aws = Programs.Find("aws");
        Assert.SkipWhen(aws is null, "There is no aws on PATH.");
        var differences = new List<string>();
        foreach (var row in All.Where(row => row.AwsCli is not null))
        {
            using var folder = new TemporaryFolder();
            using var server = new FaultyServer.FaultyServer(row.Name, folder.Path);
            // Python trusts a bundle of its own, and takes the system's by this variable.
            var variables = new Dictionary<string, string>(server.Variables) { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["AWS_MAX_ATTEMPTS"] = "1" };
            if (variables.TryGetValue("SSL_CERT_FILE", out var bundle) && File.Exists(bundle)) variables.TryAdd("AWS_CA_BUNDLE", bundle);

            var run = await RunAsync(aws!, ["sts", "get-caller-identity"], variables, folder);

            var isAsExpected = row.AwsCli!.Length == 0 ? run.ExitCode == 0 : run.ExitCode != 0 && Regex.IsMatch(run.Error, row.AwsCli);
            if (!isAsExpected) differences.Add($"{row.Name}: {run.ExitCode} {run.Error.Trim()}");
        }

        Assert.Empty(differences);
    }

    private static Task<Run> RunAsync(string program, string[] arguments, FaultyServer.FaultyServer server, TemporaryFolder folder) =>
        RunAsync(program, arguments, server.Variables, folder);

    private static async Task<Run> RunAsync(string program, string[] arguments, IReadOnlyDictionary<string, string> variables, TemporaryFolder folder)
    {
        using var process = new RunningProcess(program, arguments, variables, folder.Path);
        return await process.EndAsync();
    }

    private static Func<Row, TheoryDataRow<Build, string>> ToRow(Build build) =>
        row => new(build, row.Name) { Skip = Executable.Absence(build) ?? (NeedsLinux(row) ? Machine.Lacks(Needs.Linux) : null) };

    /// <summary>Elsewhere .NET asks the system itself, and no variable changes what that trusts.</summary>
    private static bool NeedsLinux(Row row) =>
        row.Finding.StartsWith("Certificate", StringComparison.Ordinal) || row.Name.StartsWith("folder", StringComparison.Ordinal);

    /// <param name="Finding">Empty if the request is served.</param>
    /// <param name="AwsCli">A pattern of what the AWS CLI says; empty if it succeeds, null where it reads no such variable.</param>
    private sealed record Row(string Name, string Finding, int ExitCode, int Attempts, string? AwsCli);
}
