using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AssumeRole.Http;

/// <summary>
/// How many descriptors the system lets this process have at once (RLIMIT_NOFILE). CoreCLR raises the soft limit to the hard one as it
/// starts; code that is compiled ahead of time does not, and the usual 1024 is less than a server's connections need.
/// </summary>
public sealed partial class DescriptorLimit
{
    // A server needs no more, and a program that visits every number up to the limit would take minutes for a million.
    private const ulong MostNeeded = 65536;

    /// <summary>What stays for files, other sockets and a program's pipes, and for the connection that is accepted before another ends.</summary>
    private const int Reserve = 64;

    private readonly Limit? first;

    private DescriptorLimit(Limit? first) => this.first = first;

    /// <summary>Raises the soft limit as far as the hard one and a server's needs go.</summary>
    /// <returns>The limit as it was.</returns>
    public static DescriptorLimit Raise()
    {
        if (OperatingSystem.IsWindows() || Find() is not { } limit || limit.Soft >= Math.Min(limit.Hard, MostNeeded)) return new DescriptorLimit(null);
        return Set(limit with { Soft = Math.Min(limit.Hard, MostNeeded) }) ? new DescriptorLimit(limit) : new DescriptorLimit(null);
    }

    /// <summary>
    /// Starts a program under the limit as it was: programs inherit it, and select(2) fails on a descriptor beyond 1023.
    /// </summary>
    /// <typeparam name="T">What the start gives.</typeparam>
    /// <param name="start">Starts the program.</param>
    public T WithLimitAsBefore<T>(Func<T> start)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (OperatingSystem.IsWindows() || first is not { } before) return start();
        _ = Set(before);
        try
        {
            return start();
        }
        finally
        {
            _ = Raise();
        }
    }

    /// <summary>For how many connections there are descriptors now; null where the system sets no such limit.</summary>
    internal static int? FindRoom()
    {
        if (OperatingSystem.IsWindows() || Find() is not { } limit) return null;
        var left = Math.Min(limit.Soft, int.MaxValue) - (ulong)CountOpen();
        // Under a very low limit a part of what is left must do.
        return (int)Math.Max(1, Math.Max((long)left - Reserve, (long)left / 4));
    }

    [UnsupportedOSPlatform("windows")]
    private static int CountOpen()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(OperatingSystem.IsLinux() ? "/proc/self/fd" : "/dev/fd").Count();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static Limit? Find() => Read(Resource, out var limit) == 0 ? limit : null;

    [UnsupportedOSPlatform("windows")]
    private static bool Set(Limit limit) => Write(Resource, limit) == 0;

    private static int Resource => OperatingSystem.IsLinux() ? 7 : 8;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int Read(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int Write(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(ulong Soft, ulong Hard);
}
