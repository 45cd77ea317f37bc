using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AssumeRole.Http;

/// <summary>
/// The system's limit on this process's descriptors (RLIMIT_NOFILE). CoreCLR raises the soft limit to the hard one at start; a native
/// executable does not, and the usual 1024 is less than a server's connections need.
/// </summary>
internal sealed partial class DescriptorLimit
{
    // A server needs no more, and a child program that closes every possible descriptor would take minutes for a million.
    // macOS refuses more than OPEN_MAX (sys/syslimits.h; setrlimit(2), COMPATIBILITY).
    private static ulong MostNeeded => OperatingSystem.IsMacOS() ? 10240UL : 65536UL;

    /// <summary>Kept for files, other sockets and a program's pipes, and for the connection that is accepted before another ends.</summary>
    private const int Reserve = 64;

    private readonly Limit? original;

    private DescriptorLimit(Limit? original) => this.original = original;

    /// <summary>Raises the soft limit to the hard one, or to a server's needs if that is less. Returns the limit as it was.</summary>
    public static DescriptorLimit Raise()
    {
        if (OperatingSystem.IsWindows() || Find() is not { } limit || limit.Soft >= Math.Min(limit.Hard, MostNeeded)) return new DescriptorLimit(null);
        return Set(limit with { Soft = Math.Min(limit.Hard, MostNeeded) }) ? new DescriptorLimit(limit) : new DescriptorLimit(null);
    }

    /// <summary>
    /// Starts a child program under the limit as it was: programs inherit it, and select(2) fails on a descriptor beyond 1023.
    /// </summary>
    public T WithLimitAsBefore<T>(Func<T> start)
    {
        if (OperatingSystem.IsWindows() || original is not { } before) return start();
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

    /// <summary>The number of connections that there are descriptors for now; null where the system sets no such limit.</summary>
    public static int? FindRoom()
    {
        if (OperatingSystem.IsWindows() || Find() is not { } limit) return null;
        var left = Math.Min(limit.Soft, int.MaxValue) - (ulong)CountOpen();
        // Under a very low limit the connections get a quarter of the rest.
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

    // RLIMIT_NOFILE (asm-generic/resource.h; sys/resource.h of macOS).
    private static int Resource => OperatingSystem.IsLinux() ? 7 : 8;

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int Read(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int Write(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(ulong Soft, ulong Hard);
}
