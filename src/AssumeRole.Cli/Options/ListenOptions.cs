using System.CommandLine;
using System.Net;
using AssumeRole.Endpoint;

namespace AssumeRole.Cli.Options;

/// <summary>The options of a credential server: its addresses, clients and dialect.</summary>
internal sealed class ListenOptions
{
    private const string ContainerWord = "container";
    private const string MetadataWord = "instance-metadata";

    private readonly Option<string?> dialect = new("--dialect")
    {
        Description = "How clients ask for the role: container (the default) or instance-metadata.",
    };

    private readonly Option<int> port = new("--port") { Description = "The port; any free one if left out. With --map, that of all paths." };

    private readonly Option<string[]> address = new("--address")
    {
        Description = "An address to listen on; may be given several times; loopback if left out.",
        Arity = ArgumentArity.OneOrMore,
    };

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

    private readonly Option<bool> passThrough = new("--pass-through")
    {
        Description = "Answers instance metadata other than credentials from this machine's own service.",
    };

    public ListenOptions()
    {
        dialect.AcceptOnlyFromAmong(ContainerWord, MetadataWord);
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number is < 0 or > IPEndPoint.MaxPort)
                result.AddError($"--port is {token.Value}, and ends at {IPEndPoint.MaxPort}.");
        });
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { dialect, port, address, allowNonLoopback, allowClient, passThrough }) command.Options.Add(option);
    }

    public bool NamesDialect(ParseResult parsed) => parsed.GetValue(dialect) is not null;

    public bool PassesThrough(ParseResult parsed) => parsed.GetValue(passThrough);

    /// <summary>The dialect of a role that is not in a map.</summary>
    public CredentialDialect Dialect(ParseResult parsed) =>
        parsed.GetValue(dialect) == MetadataWord ? CredentialDialect.InstanceMetadata : CredentialDialect.Container;

    public int Port(ParseResult parsed) => parsed.GetValue(port);

    /// <summary>Converts the options to those of the server.</summary>
    /// <exception cref="Findings.AssumeRoleException">ListenRefused.</exception>
    public CredentialServerOptions ToServer(ParseResult parsed, MetadataPassThrough? through, Action<ServerEvent> log)
    {
        var options = new CredentialServerOptions
        {
            Port = Port(parsed),
            AllowNonLoopback = parsed.GetValue(allowNonLoopback),
            AllowedClients = [.. (parsed.GetValue(allowClient) ?? []).Select(ListenAddress.ParseClients)],
            PassThrough = through,
            Log = log,
        };
        return parsed.GetValue(address) is { Length: > 0 } addresses ? options with { Addresses = [.. addresses.Select(ListenAddress.Parse)] } : options;
    }
}
