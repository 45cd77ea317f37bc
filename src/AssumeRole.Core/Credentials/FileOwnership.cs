using System.Runtime.InteropServices;
using AssumeRole.Files;

namespace AssumeRole.Credentials;

/// <summary>Who owns a file and who else may read it.</summary>
internal static partial class FileOwnership
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Says why a folder may not be trusted, or null if only this user can read and write it.</summary>
    public static string? FindFolderFault(string path) => FindFault(path, FileKind.Folder, "folder", follow: true);

    /// <summary>Says the same of a file. A link is not followed: the file behind it may be of another folder.</summary>
    public static string? FindFileFault(string path) => FindFault(path, FileKind.Regular, "file", follow: false);

    private static string? FindFault(string path, FileKind expected, string what, bool follow)
    {
        // On Windows the folder lies in the user's own profile, whose access list keeps others out.
        if (OperatingSystem.IsWindows()) return null;
        var status = FileStatus.Find(path, follow);
        if (status is not null && status.Kind != expected) return $"{path} is no {what}";
        if (status is not null && status.Owner != GetEffectiveUser()) return $"{path} belongs to user {status.Owner}";
        var mode = status?.Mode ?? File.GetUnixFileMode(path);
        return (mode & Others) == 0 ? null : $"{path} is open to others ({Convert.ToString((int)mode, 8)})";
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}
