using System.CommandLine;
using System.Net;
using AssumeRole.Endpoint;

namespace AssumeRole.Cli.Options;

internal sealed class ListenOptions
{
    private const string ContainerWord = "container";
    private const string MetadataWord = "instance-metadata";

    public Option<string?> Dialect { get; } = new("--dialect")
    {
        Description = "How clients ask for the role: container (the default) or instance-metadata.",
    };

    public Option<int> Port { get; } = new("--port") { Description = "The port; any free one if left out. With --map, that of all paths." };

    private readonly Option<string[]> address = RoleOptions.Many(
        "--address", "An address to listen on; may be given several times; loopback if left out.");

    private readonly Option<bool> allowNonLoopback = new("--allow-non-loopback")
    {
        Description = "Lets --address be other than loopback; --allow-client must then name every client.",
    };

    // The second name is the cmdlet's; remedies use it.
    private readonly Option<string[]> allowClient = new("--allow-client", "--allowed-client")
    {
        Description = "A client that may connect beyond loopback, such as 172.17.0.2 or 172.17.0.0/16; may be given several times.",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<bool> PassThrough { get; } = new("--pass-through")
    {
        Description = "Answers instance metadata other than credentials from this machine's own service.",
    };

    public ListenOptions()
    {
        Dialect.AcceptOnlyFromAmong(ContainerWord, MetadataWord);
        Port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number is < 0 or > IPEndPoint.MaxPort)
                result.AddError($"--port is {token.Value}, and ends at {IPEndPoint.MaxPort}.");
        });
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Dialect, Port, address, allowNonLoopback, allowClient, PassThrough }) command.Options.Add(option);
    }

    /// <summary>The dialect of a role that is not in a map.</summary>
    public CredentialDialect DialectOf(ParseResult parsed) =>
        parsed.GetValue(Dialect) == MetadataWord ? CredentialDialect.InstanceMetadata : CredentialDialect.Container;

    public CredentialServerOptions ToServer(ParseResult parsed, MetadataPassThrough? through, Action<ServerEvent> log)
    {
        var options = new CredentialServerOptions
        {
            Port = parsed.GetValue(Port),
            AllowNonLoopback = parsed.GetValue(allowNonLoopback),
            AllowedClients = [.. (parsed.GetValue(allowClient) ?? []).Select(ListenAddress.ParseClients)],
            PassThrough = through,
            Log = log,
        };
        return parsed.GetValue(address) is { Length: > 0 } addresses ? options with { Addresses = [.. addresses.Select(ListenAddress.Parse)] } : options;
    }
}
