using System.CommandLine;
using System.Net;
using AssumeRole.Endpoint;
using AssumeRole.Findings;

namespace AssumeRole.Cli.Options;

/// <summary>The options that say where a credential server listens, for whom, and in which dialect.</summary>
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

    // The second name is the cmdlet's, which remedies use.
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

    /// <summary>Adds all of them to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { dialect, port, address, allowNonLoopback, allowClient, passThrough }) command.Options.Add(option);
    }

    /// <summary>Whether a dialect was given.</summary>
    public bool NamesDialect(ParseResult parsed) => parsed.GetValue(dialect) is not null;

    /// <summary>Whether the machine's own instance metadata is passed on.</summary>
    public bool PassesThrough(ParseResult parsed) => parsed.GetValue(passThrough);

    /// <summary>How clients ask for a role that is in no map.</summary>
    public CredentialDialect Dialect(ParseResult parsed) =>
        parsed.GetValue(dialect) == MetadataWord ? CredentialDialect.InstanceMetadata : CredentialDialect.Container;

    /// <summary>The port, 0 for any free one.</summary>
    public int Port(ParseResult parsed) => parsed.GetValue(port);

    /// <summary>All of them as the server takes them.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="through">Where other instance metadata is had from, or null.</param>
    /// <param name="log">Told of what happens.</param>
    /// <exception cref="AssumeRoleException">ListenRefused.</exception>
    public CredentialServerOptions ToServer(ParseResult parsed, MetadataPassThrough? through, Action<ServerEvent> log)
    {
        var options = new CredentialServerOptions
        {
            Port = Port(parsed),
            AllowNonLoopback = parsed.GetValue(allowNonLoopback),
            AllowedClients = [.. (parsed.GetValue(allowClient) ?? []).Select(ClientNetwork.Parse)],
            PassThrough = through,
            Log = log,
        };
        return parsed.GetValue(address) is { Length: > 0 } addresses ? options with { Addresses = [.. addresses.Select(Parse)] } : options;
    }

    // .NET takes 10 for 0.0.0.10 and 010 for 8; whoever writes it does not.
    private static IPAddress Parse(string text) =>
        IPAddress.TryParse(text, out var address) && (text.Contains(':', StringComparison.Ordinal) || address.ToString() == text)
            ? address
            : throw FindingCatalogue.ListenRefused.Error(
                text, $"--address is '{text}'.", "A server listens on addresses, not on names.", "Write --address 127.0.0.1 or --address ::1.");
}
