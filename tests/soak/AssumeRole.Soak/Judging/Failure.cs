namespace AssumeRole.Soak.Judging;

/// <summary>Something that must not be.</summary>
/// <param name="Lane">The lane of the operation.</param>
/// <param name="Number">The operation's number.</param>
/// <param name="Operation">What it did.</param>
/// <param name="Place">Where it was found: a stream, a file, the environment, …</param>
/// <param name="What">What was found, without any secret.</param>
internal sealed record Failure(string Lane, int Number, string Operation, string Place, string What)
{
    /// <summary>All of it, with the run's seed, in a line.</summary>
    public string Describe(int seed) => $"FAILED seed {seed}, {Lane} operation {Number} ({Operation}): {Place}: {What}";
}
