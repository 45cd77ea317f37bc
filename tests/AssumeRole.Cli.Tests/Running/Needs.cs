namespace AssumeRole.Cli.Tests.Running;

/// <summary>What a test needs of the machine that not every machine has.</summary>
[Flags]
public enum Needs
{
    None = 0,

    /// <summary>A process that can become another, signals, and sh.</summary>
    Unix = 1,

    /// <summary>The /proc of Linux.</summary>
    Linux = 2,

    /// <summary>bash.</summary>
    Bash = 4,

    /// <summary>The script command of util-linux, for a terminal.</summary>
    Script = 16,

    /// <summary>Ctrl+C's signal, which nothing can have that was started with it ignored, as in a script's background.</summary>
    Interrupt = 32,

    /// <summary>zsh.</summary>
    Zsh = 64,

    /// <summary>The signal of a terminal that goes away, which nohup lets all ignore that it starts.</summary>
    HangUp = 128,

    /// <summary>dash.</summary>
    Dash = 256,

    /// <summary>The unshare of util-linux, and a kernel that lets this user mount in a namespace of its own.</summary>
    Mounts = 512,
}
