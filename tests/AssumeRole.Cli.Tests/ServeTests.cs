using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AssumeRole.Cli.Tests.Running;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests;

/// <summary>assumerole serve: what it prints, whom it answers and how it ends.</summary>
public sealed class ServeTests
{
    private const string Address = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    private const string Token = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
    private const string Metadata = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
    private const string Session = "arn:aws:sts::222222222222:assumed-role/worker-permissions/concourse-task";

    [Theory]
    [EachBuild("TERM", Needs = Needs.Unix)]
    [EachBuild("INT", Needs = Needs.Interrupt)]
    public async Task One_role_is_had_by_the_lines_that_are_printed(Build build, string signal)
    {
        await using var stage = await Stage.StartAsync(build);
        using var process = stage.Start("serve");
        var address = await ReadExportAsync(process, Address);
        var token = await ReadExportAsync(process, Token);

        stage.Variables[Address] = address;
        stage.Variables[Token] = token;
        Assert.Equal(Session, (await stage.RunAsync("whoami", "--source", "container")).Exits(0).Lines[0]);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(address, token));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(address, token[..^1] + (token[^1] == 'A' ? 'B' : 'A')));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(address, null));

        await process.SignalAsync(signal);

        var run = (await process.EndAsync()).Exits(0);
        Assert.Equal(string.Empty, run.Output);
        Assert.Equal(["started", "renewed", "served", "refused", "refused", "stopped"], run.ErrorLines.Select(EventIn));
        Assert.DoesNotContain(token, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(new Uri(address).AbsolutePath, run.Error, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(address, token));
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task Instance_metadata_is_had_by_the_line_that_is_printed(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        using var held = new HeldPort();
        var port = held.Number;
        using var process = stage.Start("serve", "--dialect", "instance-metadata", "--port", $"{port}", "--pass-through");
        var address = await ReadExportAsync(process, Metadata);
        Assert.Equal($":{port}", address[address.LastIndexOf(':')..]);

        stage.Variables[Metadata] = address;
        Assert.Equal(Session, (await stage.RunAsync("whoami", "--source", "instance")).Exits(0).Lines[0]);

        await process.SignalAsync("TERM");
        (await process.EndAsync()).Exits(0);
    }

    [Theory, EachBuild(Needs = Needs.Unix)]
    public async Task A_map_is_printed_as_one_line_of_what_leads_to_each_role(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        using var held = new HeldPort();
        var port = held.Number;
        var map = stage.Write("map.json", $$"""
            {
              "/team-a": { "roleArn": "{{Stage.Role}}" },
              ":{{port}}": { "roleArn": "{{Stage.OtherRole}}", "region": "eu-west-1" }
            }
            """);
        using var process = stage.Start("serve", "--map", map);
        using var document = JsonDocument.Parse((await process.ReadLineAsync())!);
        var (team, listener) = (document.RootElement.GetProperty("/team-a"), document.RootElement.GetProperty($":{port}"));

        stage.Variables[Address] = team.GetProperty(Address).GetString()!;
        stage.Variables[Token] = team.GetProperty(Token).GetString()!;
        stage.Variables[Metadata] = listener.GetProperty(Metadata).GetString()!;
        Assert.EndsWith("/team-a", stage.Variables[Address], StringComparison.Ordinal);
        Assert.Equal(Session, (await stage.RunAsync("whoami", "--source", "container")).Exits(0).Lines[0]);
        Assert.Contains("::333333333333:", (await stage.RunAsync("whoami", "--source", "instance")).Exits(0).Lines[0], StringComparison.Ordinal);

        await process.SignalAsync("TERM");
        (await process.EndAsync()).Exits(0);
    }

    [Theory]
    [EachBuild("--address 0.0.0.0", 1, "ListenRefused")]
    [EachBuild("--address 0.0.0.0 --allow-non-loopback", 1, "ListenRefused")]
    [EachBuild("--address localhost", 1, "ListenRefused")]
    [EachBuild("--allow-client 10.0.0.1/8", 1, "ListenRefused")]
    [EachBuild("--map no-such-map.json", 2, "MapInvalid")]
    [EachBuild("--map map.json --role-arn " + Stage.Role, 2, "ParameterConflict")]
    [EachBuild("--map map.json --region eu-west-1", 2, "ParameterConflict")]
    [EachBuild("--map map.json --dialect container", 2, "ParameterConflict")]
    [EachBuild("--pass-through", 2, "ParameterConflict")]
    [EachBuild("--serial-number arn:aws:iam::111111111111:mfa/ann --token-code 123456", 2, "RenewalImpossible")]
    [EachBuild("--role-arn worker", 2, "ArnMalformed")]
    public async Task What_cannot_be_served_is_refused_at_the_start(Build build, string words, int exitCode, string findingId)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunAsync(["serve", .. words.Split(' ')])).Exits(exitCode);

        Assert.Equal(string.Empty, run.Output);
        Assert.StartsWith($"assumerole: {findingId}: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(stage.Sandbox.Calls);
    }

    [Theory, EachBuild]
    public async Task A_port_that_is_taken_is_named(Build build)
    {
        await using var stage = await Stage.StartAsync(build);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var run = (await stage.RunAsync("serve", "--address", "127.0.0.1", "--port", $"{port}")).Exits(1);

        var line = Assert.Single(run.ErrorLines);
        Assert.StartsWith("assumerole: PortUnavailable: ", line, StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{port}", line, StringComparison.Ordinal);
    }

    [Theory, EachBuild]
    public async Task A_port_that_is_none_cannot_be_read(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        foreach (var port in new[] { "70000", "-1", "http" }) (await stage.RunAsync("serve", "--port", port)).Exits(2);
    }

    [Theory, EachBuild(Needs = Needs.Script)]
    public async Task Tokens_are_refused_on_a_terminal(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        var run = (await stage.RunProgramAsync(
            Machine.Find("script")!, "-qec", "assumerole serve", Path.Combine(stage.Folder, "typescript"))).Exits(1);

        Assert.Contains("assumerole: SecretsOnTerminal: ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("export", run.Output, StringComparison.Ordinal);
    }

    [Theory, EachBuild(Needs = Needs.Script)]
    public async Task Tokens_are_shown_on_a_terminal_on_request(Build build)
    {
        await using var stage = await Stage.StartAsync(build);

        using var process = stage.StartProgram(
            Machine.Find("script")!, "-qec", "assumerole serve --reveal", Path.Combine(stage.Folder, "typescript"));

        // The log goes to the same terminal.
        string? line;
        do line = await process.ReadLineAsync();
        while (line?.StartsWith("export ", StringComparison.Ordinal) == false);
        Assert.StartsWith($"export {Address}='", line, StringComparison.Ordinal);
        Assert.StartsWith($"export {Token}='", await process.ReadLineAsync(), StringComparison.Ordinal);
    }

    private static async Task<string> ReadExportAsync(RunningProcess process, string name)
    {
        var line = await process.ReadLineAsync() ?? string.Empty;
        Assert.StartsWith($"export {name}='", line, StringComparison.Ordinal);
        return line[$"export {name}='".Length..^1];
    }

    private static string EventIn(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("event").GetString()!;
    }

    private static async Task<HttpStatusCode> GetAsync(string address, string? token)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", token);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
