using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AssumeRole.Files;

/// <summary>What stat(2) says of a file. .NET gives the mode of a file, but neither its kind nor its owner.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Owner">The owner's user id.</param>
/// <param name="Mode">The permissions.</param>
internal sealed partial record FileStatus(FileKind Kind, uint Owner, UnixFileMode Mode)
{
    // statx(2): struct statx is the same on every architecture.
    private const int CurrentFolder = -100;
    private const int StatxNoFollow = 0x100;
    private const uint StatxBasic = 0x7ff;
    private static readonly Layout Statx = new(Owner: 20, Mode: 28, Device: 128, DeviceLength: 8);

    // macOS, struct stat with 64-bit inodes.
    private static readonly Layout MacStat = new(Owner: 16, Mode: 4, Device: 24, DeviceLength: 4);

    private const int BufferSize = 512;
    private const int KindMask = 0xF000;
    private const int ModeMask = 0xFFF;
    private const string NullDevice = "/dev/null";

    /// <summary>Reads the status of a file, or gives null if there is none or this system does not tell.</summary>
    /// <param name="path">The file.</param>
    /// <param name="follow">Whether a symbolic link stands for the file that it names.</param>
    public static FileStatus? Find(string path, bool follow = true)
    {
        if (Read(path, follow) is not { } found) return null;
        var kind = (found.Mode & KindMask) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0x1000 => FileKind.Fifo,
            0xA000 => FileKind.Link,
            0xC000 => FileKind.Socket,
            0x2000 when Read(NullDevice, follow: true) is { } none && none.Device == found.Device => FileKind.NullDevice,
            _ => FileKind.Device,
        };
        return new FileStatus(kind, found.Owner, (UnixFileMode)(found.Mode & ModeMask));
    }

    private static (uint Owner, int Mode, ulong Device)? Read(string path, bool follow)
    {
        var buffer = new byte[BufferSize];
        try
        {
            if (OperatingSystem.IsLinux())
                return CallStatx(CurrentFolder, path, follow ? 0 : StatxNoFollow, StatxBasic, buffer) == 0 ? Statx.Read(buffer) : null;
            if (!OperatingSystem.IsMacOS()) return null;
            return (follow ? CallStat(path, buffer) : CallLstat(path, buffer)) == 0 ? MacStat.Read(buffer) : null;
        }
        catch (EntryPointNotFoundException)
        {
            // statx came with glibc 2.28, and .NET 8 runs on 2.26, that of Amazon Linux 2.
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallStatx(int folder, string path, int flags, uint mask, byte[] buffer);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallStat(string path, byte[] buffer);

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CallLstat(string path, byte[] buffer);

    /// <summary>Where the members of the system's struct lie, in bytes.</summary>
    private sealed record Layout(int Owner, int Mode, int Device, int DeviceLength)
    {
        public (uint Owner, int Mode, ulong Device) Read(ReadOnlySpan<byte> buffer) =>
            ((uint)Number(buffer.Slice(Owner, 4)), (int)Number(buffer.Slice(Mode, 2)), Number(buffer.Slice(Device, DeviceLength)));

        private static ulong Number(ReadOnlySpan<byte> bytes) => (bytes.Length, BitConverter.IsLittleEndian) switch
        {
            (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            (4, false) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            (_, true) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            (_, false) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        };
    }
}
