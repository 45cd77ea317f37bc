using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Writes to a descriptor as libc does. The streams of .NET's Console take one lock for both outputs, and a write that blocks on the one
/// would hold it against the other.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static unsafe partial class UnixDescriptor
{
    private const short Writable = 4;
    private const int Interrupted = 4;
    private const int WithoutEnd = -1;
    private const int GetFlags = 3;
    private const int AccessMode = 3;

    /// <summary>The most bytes that a pipe takes at once when it takes any (PIPE_BUF).</summary>
    public static int MostAtOnce => OperatingSystem.IsLinux() ? 4096 : 512;

    /// <summary>Waits until a write would not block; one that would fail does not block either.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="longest">How long to wait; zero for not at all.</param>
    /// <returns>Whether it would not.</returns>
    public static bool Await(int descriptor, TimeSpan longest) => AwaitMilliseconds(descriptor, (int)longest.TotalMilliseconds);

    /// <summary>Writes all bytes, and blocks where nothing takes them.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    public static void Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            nint written;
            fixed (byte* first = bytes) written = Put(descriptor, first, (nuint)bytes.Length);
            if (written >= 0) bytes = bytes[(int)written..];
            else if (Marshal.GetLastPInvokeError() is var error && error == TryAgain) _ = AwaitMilliseconds(descriptor, WithoutEnd);
            else if (error != Interrupted) throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        }
    }

    private static int TryAgain => OperatingSystem.IsLinux() ? 11 : 35;

    private static bool AwaitMilliseconds(int descriptor, int milliseconds)
    {
        var asked = new Asked { Descriptor = descriptor, Events = Writable };
        // 0: nothing yet. -1: a signal came, and the caller asks again.
        return Poll(&asked, 1, milliseconds) > 0 || IsReadOnly(descriptor);
    }

    /// <summary>
    /// What is open for reading only never becomes writable, and a write to it fails at once. A descriptor that was closed at the start may
    /// be a pipe of the runtime's own by now.
    /// </summary>
    private static bool IsReadOnly(int descriptor) => Control(descriptor, GetFlags) is var flags and >= 0 && (flags & AccessMode) == 0;

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(Asked* asked, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Put(int descriptor, byte* bytes, nuint count);

    [StructLayout(LayoutKind.Sequential)]
    private struct Asked
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
