namespace AssumeRole.Soak.Processes;

/// <summary>Signals by their numbers on Linux and macOS.</summary>
internal enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
}
