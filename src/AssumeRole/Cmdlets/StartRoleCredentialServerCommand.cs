using System.Globalization;
using System.Management.Automation;
using System.Net;
using AssumeRole.Completion;
using AssumeRole.Endpoint;
using AssumeRole.Findings;
using AssumeRole.Hosting;
using AssumeRole.Metadata;
using AssumeRole.Sessions;

namespace AssumeRole.Cmdlets;

/// <summary>Serves roles' sessions to other programs over HTTP for as long as this process lives, and renews them.</summary>
[Cmdlet(VerbsLifecycle.Start, "RoleCredentialServer", SupportsShouldProcess = true)]
[OutputType(typeof(RoleServer))]
public sealed class StartRoleCredentialServerCommand : RoleRequestCmdlet
{
    /// <summary>The role to serve; aws_assume_role_arn if left out.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(RoleArnCompleter))]
    public string? RoleArn { get; set; }

    /// <summary>A JSON file of several roles, by path (/team-a) or port (:9101), in place of one role's parameters.</summary>
    [Parameter]
    public string? Map { get; set; }

    /// <summary>How clients ask for a single role: Container (a path and a token) or InstanceMetadata (IMDSv2 on a port of its own).</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DialectCompleter))]
    public string? Dialect { get; set; }

    /// <summary>The port; any free one if left out.</summary>
    [Parameter]
    public string? Port { get; set; }

    /// <summary>The addresses to listen on; those of loopback if left out.</summary>
    [Parameter]
    public string[]? Address { get; set; }

    /// <summary>Allows addresses beyond loopback, for the clients that AllowClient names alone.</summary>
    [Parameter]
    public SwitchParameter AllowNonLoopback { get; set; }

    /// <summary>The clients that may connect to an address beyond loopback: addresses or ranges such as 172.17.0.0/16.</summary>
    [Parameter]
    public string[]? AllowClient { get; set; }

    /// <summary>Asks this instance's real metadata service for everything but credentials. Clients can read its user data then.</summary>
    [Parameter]
    public SwitchParameter PassThrough { get; set; }

    /// <summary>A file to append the log to, a line of JSON an event, without secrets.</summary>
    [Parameter]
    public string? LogPath { get; set; }

    private protected override void End()
    {
        var variables = ProcessState.Environment.BeforeRoles;
        var entries = Map is null
            ? [CredentialMapEntry.For(Plan(RoleArn, useCache: false), ParseDialect(), ParsePort())]
            : Await(token => CredentialMap.ReadAsync(ToFilePath(Map)!, variables, token));
        var options = new CredentialServerOptions
        {
            Port = ParsePort(),
            AllowNonLoopback = AllowNonLoopback,
            AllowedClients = [.. (AllowClient ?? []).Select(ListenAddress.ParseClients)],
        };
        if (Address is { Length: > 0 }) options = options with { Addresses = [.. Address.Select(ListenAddress.Parse)] };
        var what = string.Join(", ", entries.Select(entry => entry.Request.Chain.Target.Role));
        if (!ShouldProcess(what, "Serve sessions of it to other programs")) return;

        var belongings = new List<IDisposable>();
        if (PassThrough)
        {
            var http = InstanceMetadataClient.CreateHttpClient();
            belongings.Add(http);
            options = options with { PassThrough = new MetadataPassThrough(http, MetadataOptions.Read(variables), TimeProvider.System) };
        }

        if (ToFilePath(LogPath) is { } path)
        {
            var log = ServerLogFile.Open(path, TimeProvider.System);
            belongings.Add(log);
            options = options with { Log = log.Write };
        }

        var server = Await(_ => RoleServer.StartAsync(
            entries, options, BackgroundIssuer.Create, TimeProvider.System, variables.GetNonEmpty(SessionVariables.Region), belongings));
        RunningHere.Servers.Add(server);
        this.WriteViewed(server);
    }

    private CredentialDialect ParseDialect()
    {
        if (Dialect is null) return CredentialDialect.Container;
        foreach (var dialect in Enum.GetValues<CredentialDialect>())
            if (dialect.ToString().Equals(Dialect, StringComparison.OrdinalIgnoreCase)) return dialect;
        throw FindingCatalogue.DialectInvalid.Error(Dialect, $"-Dialect is '{Dialect}'.");
    }

    private int ParsePort()
    {
        if (Port is null) return 0;
        return int.TryParse(Port, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw FindingCatalogue.PortUnavailable.Error(Port, $"-Port is '{Port}', which is no port.");
    }
}
