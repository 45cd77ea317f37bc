using System.Runtime.InteropServices;
using System.Text;

namespace AssumeRole.Cli.Running;

/// <summary>
/// Occupies standard descriptors that were closed at the start. The next open file would get their number: .NET's copy of standard error
/// could then receive standard output with its secrets, or a shell could evaluate lines for people.
/// </summary>
internal static partial class StandardDescriptors
{
    public const int Output = 1;
    public const int Error = 2;

    private const int GetFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>
    /// Whether the process was started with the descriptor. Inherited descriptors never have FD_CLOEXEC; those that .NET opens always have,
    /// also the null device of <see cref="Occupy"/>.
    /// </summary>
    public static bool IsInherited(int descriptor) =>
        OperatingSystem.IsWindows() || GetDescriptorFlags(descriptor, GetFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0;

    /// <summary>Writes to a closed descriptor still fail, and a program that is run finds it closed.</summary>
    public static void Occupy()
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            while (Open() <= Error)
            {
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // No /dev/null: Terminal does not write to descriptors that were closed.
        }
    }

    /// <summary>The system gives the lowest number that is free.</summary>
    private static nint Open()
    {
        using var file = File.OpenHandle("/dev/null", access: FileAccess.Read, share: FileShare.ReadWrite);
        var number = file.DangerousGetHandle();
        // An invalid handle is never closed by .NET.
        if (number <= Error) file.SetHandleAsInvalid();
        return number;
    }

    // Variadic, but no third argument is read for F_GETFD.
    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int GetDescriptorFlags(int descriptor, int command);
}

/// <summary>
/// Writes to a descriptor by libc. .NET's Console has one lock for both outputs, so a write that blocks on one would block the other.
/// </summary>
internal static unsafe partial class UnixDescriptor
{
    private const short Writable = 4;
    private const int Interrupted = 4;
    private const int WithoutEnd = -1;
    private const int GetFlags = 3;
    private const int AccessMode = 3;

    /// <summary>The bytes that a pipe with room accepts without blocking (PIPE_BUF: linux/limits.h; sys/syslimits.h of macOS).</summary>
    public static int MostAtOnce => OperatingSystem.IsWindows() ? int.MaxValue : OperatingSystem.IsLinux() ? 4096 : 512;

    /// <summary>Waits until a write would not block; a write that fails does not block. Returns false after the timeout.</summary>
    public static bool Await(int descriptor, TimeSpan longest) =>
        OperatingSystem.IsWindows() || AwaitMilliseconds(descriptor, (int)longest.TotalMilliseconds);

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

    // EAGAIN (asm-generic/errno-base.h; sys/errno.h of macOS).
    private static int TryAgain => OperatingSystem.IsLinux() ? 11 : 35;

    private static bool AwaitMilliseconds(int descriptor, int milliseconds)
    {
        var asked = new Asked { Descriptor = descriptor, Events = Writable };
        // 0: timeout. -1: interrupted by a signal; the caller polls again.
        return Poll(&asked, 1, milliseconds) > 0 || IsReadOnly(descriptor);
    }

    /// <summary>
    /// A descriptor open for reading only never becomes writable, and a write to it fails at once. A descriptor that was closed at the start
    /// may now be a pipe of the runtime.
    /// </summary>
    private static bool IsReadOnly(int descriptor) => Control(descriptor, GetFlags) is var flags and >= 0 && (flags & AccessMode) == 0;

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    // nfds_t is as long as a pointer on Linux and 32 bits on macOS (sys/poll.h), which reads the lower half of the register.
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

/// <summary>Standard output or standard error: all ways to write lead to one.</summary>
internal abstract class DescriptorWriter : TextWriter
{
    /// <summary>Lines end in a line feed on Windows too: a shell or a program would take the carriage return for part of a value.</summary>
    protected DescriptorWriter() => NewLine = "\n";

    public override Encoding Encoding => Console.OutputEncoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write($"{value}{NewLine}".AsSpan());

    public abstract override void Write(ReadOnlySpan<char> buffer);

    protected byte[] ToBytes(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.GetByteCount(text)];
        Encoding.GetBytes(text, bytes);
        return bytes;
    }
}
