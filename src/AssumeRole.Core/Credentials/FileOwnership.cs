using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace AssumeRole.Credentials;

/// <summary>Who owns a file and who else may read it. .NET tells the mode of a file but not its owner.</summary>
internal static partial class FileOwnership
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    // statx(2): stx_uid lies 20 bytes into struct statx on every architecture. macOS stat(2): st_uid lies 16 bytes into struct stat.
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint WantsOwner = 0x8;
    private const int StatxOwnerOffset = 20;
    private const int MacOwnerOffset = 16;
    private const int BufferSize = 512;

    /// <summary>Says why a file or folder may not be trusted, or null if only this user can read and write it.</summary>
    public static string? FindFault(string path)
    {
        // On Windows the folder lies in the user's own profile, whose access list keeps others out.
        if (OperatingSystem.IsWindows()) return null;
        if (GetOwner(path) is { } owner && owner != GetEffectiveUser()) return $"{path} belongs to user {owner}";
        var mode = File.GetUnixFileMode(path);
        return (mode & Others) == 0 ? null : $"{path} is open to others ({Convert.ToString((int)mode, 8)})";
    }

    private static uint? GetOwner(string path)
    {
        var buffer = new byte[BufferSize];
        if (OperatingSystem.IsLinux())
            return Statx(CurrentFolder, path, NoFollow, WantsOwner, buffer) == 0 ? Read(buffer, StatxOwnerOffset) : null;
        return OperatingSystem.IsMacOS() && Lstat(path, buffer) == 0 ? Read(buffer, MacOwnerOffset) : null;
    }

    private static uint Read(byte[] buffer, int offset) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(offset))
        : BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(offset));

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte[] buffer);

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Lstat(string path, byte[] buffer);
}
