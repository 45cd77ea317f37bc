namespace AssumeRole.Soak.Subject;

/// <summary>What became of it.</summary>
public sealed record Response
{
    /// <summary>Completed, Stopped, Failed or Hung.</summary>
    public string State { get; init; } = "Completed";

    /// <summary>Everything that was written, with the stream's name before each.</summary>
    public IReadOnlyList<string[]> Streams { get; init; } = [];

    /// <summary>Variables of the environment that are not as they were before the script: +NEW, -GONE, ~CHANGED.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>The same, since the operation began.</summary>
    public IReadOnlyList<string> ChangedSinceBegin { get; init; } = [];

    /// <summary>Secrets that the script came to know rightly.</summary>
    public IReadOnlyList<string> Learnt { get; init; } = [];

    /// <summary>How far the script got, by its own words.</summary>
    public IReadOnlyList<string> Marks { get; init; } = [];

    /// <summary>Exceptions of tasks that nobody looked at.</summary>
    public IReadOnlyList<string> Unobserved { get; init; } = [];

    /// <summary>Bytes in the managed heap, if garbage was collected.</summary>
    public long Heap { get; init; }
}
