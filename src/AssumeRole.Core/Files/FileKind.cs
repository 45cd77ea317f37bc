namespace AssumeRole.Files;

/// <summary>The kind of a file.</summary>
internal enum FileKind
{
    /// <summary>Bytes on a disk.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A FIFO or a pipe.</summary>
    Fifo,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>/dev/null, which reads as an empty file.</summary>
    NullDevice,

    /// <summary>Any other device. It may never end, such as /dev/zero, or wait for a person, such as /dev/tty.</summary>
    Device,
}
