using AssumeRole.Soak.Worlds;

namespace AssumeRole.Soak.Operations;

/// <summary>What an operation is made from.</summary>
/// <param name="Draw">Its chances.</param>
/// <param name="Stage">The sandbox that it meets.</param>
/// <param name="Folders">Where it may write.</param>
/// <param name="Number">Which operation of its lane it is.</param>
/// <param name="Executable">The executable, or null if there is none.</param>
/// <param name="Module">The staged module's manifest.</param>
internal sealed record Context(Draw Draw, Stage Stage, Folders Folders, int Number, string? Executable, string Module)
{
    /// <summary>A file to write that is searched.</summary>
    public string Written(string name) => Path.Combine(Folders.Written, $"{Number}-{name}");

    /// <summary>A path whose purpose is to hold secrets.</summary>
    public string Private(string name) => Path.Combine(Folders.Private, name);

    /// <summary>A moment to stop at: soon, because what is stopped late has ended by itself.</summary>
    public int? StopOrNot(int percent) => Draw.Chance(percent) ? Draw.Between(0, Draw.Of([5, 40, 250, 2000])) : null;

    /// <summary>One text in single quotes for PowerShell.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
