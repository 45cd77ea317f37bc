using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AssumeRole.Findings;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox;

/// <summary>Starts sandboxes. A front door opens this type by name, hence the constructor without parameters.</summary>
internal sealed class RoleSandboxFactory : IRoleSandboxFactory
{
    private readonly TimeProvider time;

    /// <summary>Makes a factory of sandboxes that live in the present.</summary>
    public RoleSandboxFactory()
        : this(TimeProvider.System)
    {
    }

    /// <summary>Makes a factory of sandboxes that live by the given clock.</summary>
    /// <param name="time">The clock of sessions, tokens and timeouts.</param>
    public RoleSandboxFactory(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        this.time = time;
    }

    /// <inheritdoc/>
    async Task<IRoleSandbox> IRoleSandboxFactory.StartAsync(RoleSandboxOptions options, CancellationToken cancellationToken) =>
        await StartAsync(options, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="IRoleSandboxFactory.StartAsync"/>
    public async Task<RoleSandbox> StartAsync(RoleSandboxOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw FindingCatalogue.PortUnavailable.Error(
                options.Port.ToString(CultureInfo.InvariantCulture), $"Ports go from 0 to {IPEndPoint.MaxPort}.");
        }

        var world = await WorldReader.ReadAsync(options.WorldPath, cancellationToken).ConfigureAwait(false);
        try
        {
            return new RoleSandbox(world, options.Port, time);
        }
        catch (SocketException exception)
        {
            throw FindingCatalogue.PortUnavailable.Error(
                options.Port.ToString(CultureInfo.InvariantCulture), exception.Message, inner: exception);
        }
    }
}
