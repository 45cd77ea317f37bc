namespace AssumeRole.Checks;

/// <summary>The kind of this machine, read from files only.</summary>
/// <param name="Container">The sign that this is a container, or null on a host.</param>
internal sealed record MachineFacts(string? Container, bool IsEc2)
{
    /// <param name="root">The root of the file system; tests use another.</param>
    public static MachineFacts Read(string root = "/") => new(FindContainer(root), FindEc2(root));

    private static string? FindContainer(string root)
    {
        foreach (var marker in new[] { ".dockerenv", "run/.containerenv" })
            if (File.Exists(Path.Combine(root, marker))) return $"/{marker} exists";
        // Concourse's workers (Garden, containerd) leave no marker, but the root of a container is a layered file system.
        foreach (var line in ReadLines(Path.Combine(root, "proc/self/mountinfo")))
        {
            var fields = line.Split(' ');
            var separator = Array.IndexOf(fields, "-");
            if (fields.Length > 4 && fields[4] == "/" && separator > 0 && separator + 1 < fields.Length
                && fields[separator + 1] is "overlay" or "fuse.fuse-overlayfs" or "aufs")
                return $"/ is mounted as {fields[separator + 1]}";
        }

        return null;
    }

    // EC2 guide, "Detect whether a host is an EC2 instance": Nitro names its vendor, Xen a UUID that begins with ec2.
    private static bool FindEc2(string root) =>
        ReadLines(Path.Combine(root, "sys/class/dmi/id/sys_vendor")).FirstOrDefault() == "Amazon EC2"
        || ReadLines(Path.Combine(root, "sys/hypervisor/uuid")).FirstOrDefault()?.StartsWith("ec2", StringComparison.OrdinalIgnoreCase) == true;

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
