namespace AssumeRole.Soak;

/// <summary>What an operation of the harness's own does wrong, so that a test sees that the harness finds it.</summary>
public enum Plant
{
    None,

    /// <summary>Writes a session token to the verbose stream, as base64.</summary>
    LeakToStream,

    /// <summary>Writes a secret access key into a file, as UTF-16.</summary>
    LeakToFile,

    /// <summary>Leaves a variable behind.</summary>
    Variable,

    /// <summary>Leaves a listener behind.</summary>
    Listener,

    /// <summary>Leaves open files behind.</summary>
    Handles,

    /// <summary>Leaves sockets open.</summary>
    Sockets,

    /// <summary>Leaves a task behind whose exception nobody looks at.</summary>
    UnobservedException,

    /// <summary>The executable's child writes a secret to standard error.</summary>
    LeakOfProgram,
}
