namespace AssumeRole.Soak;

/// <summary>
/// The chances of one operation or one world: from the run's seed and a number alone, so that each can be had again without what came
/// before it.
/// </summary>
internal sealed class Draw
{
    private readonly Random random;

    /// <summary>The same seed, purpose and number give the same chances on every machine.</summary>
    public Draw(int seed, string purpose, int number)
    {
        unchecked
        {
            var mixed = purpose.Aggregate(17 + (uint)seed, (hash, character) => (hash * 16777619) ^ character);
            random = new Random((int)(((mixed * 2654435761) ^ (uint)number) * 40503 + (uint)number));
        }
    }

    /// <summary>Whether something of so many percent happens.</summary>
    public bool Chance(int percent) => random.Next(100) < percent;

    public int Between(int least, int most) => random.Next(least, most + 1);

    public T Of<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public string Of(params string[] choices) => choices[random.Next(choices.Length)];

    public string Digits(int count) => new(random.GetItems("0123456789".AsSpan(), count));

    public string Letters(int count) => new(random.GetItems("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".AsSpan(), count));
}
