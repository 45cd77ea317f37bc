using AssumeRole.Soak.Processes;

namespace AssumeRole.Soak.Judging;

/// <summary>What the pwsh that is watched held at one moment, right after a full collection.</summary>
/// <param name="Operation">After which operation.</param>
/// <param name="Picture">Handles, threads and working set.</param>
/// <param name="Heap">Bytes in the managed heap.</param>
internal sealed record Sample(int Operation, ProcessPicture Picture, long Heap);
