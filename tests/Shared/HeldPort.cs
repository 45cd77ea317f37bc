using System.Net;
using System.Net.Sockets;

namespace AssumeRole.Testing;

/// <summary>
/// A port of loopback that nothing listens on. On Linux nobody else is given it as long as this is not disposed of, while a program
/// that is told its number can listen on it: servers set SO_REUSEADDR, and so does .NET.
/// </summary>
internal sealed class HeldPort : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public HeldPort()
    {
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Number = ((IPEndPoint)socket.LocalEndPoint!).Port;

        // Elsewhere no two sockets may be bound to it.
        if (!OperatingSystem.IsLinux()) socket.Dispose();
    }

    public int Number { get; }

    public void Dispose() => socket.Dispose();
}
