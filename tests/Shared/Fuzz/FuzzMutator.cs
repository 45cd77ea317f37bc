namespace AssumeRole.Testing.Fuzz;

/// <summary>
/// Makes inputs of valid ones: most keep enough of the syntax to reach what lies behind it, some lose it altogether, and some
/// stay as they were, so that a reader which refuses everything is seen.
/// </summary>
/// <param name="seeds">Valid inputs.</param>
internal sealed class FuzzMutator(IReadOnlyList<string> seeds)
{
    private const int LongestInput = 200_000;
    private readonly string[][] split = [.. seeds.Select(FuzzTokens.Split)];

    public string Make(Random random)
    {
        var tokens = new List<string>(PickSeed(random));
        var isGentle = random.Next(5) < 3;
        // A long document takes more changes before anything that a reader looks at is met.
        for (var left = random.Next(isGentle ? 4 + (tokens.Count / 200) : 7); left > 0; left--)
        {
            if (isGentle) GentleChange.Apply(tokens, PickSeed(random), random);
            else Change(tokens, random);
        }

        var text = string.Concat(tokens);
        if (!isGentle && random.Next(2) == 0) text = Damage(text, random);
        return text.Length <= LongestInput ? text : text[..LongestInput];
    }

    /// <summary>One change that respects tokens, and often whole values.</summary>
    private void Change(List<string> tokens, Random random)
    {
        if (tokens.Count == 0) tokens.Add(HostileValues.Pick(random));
        var at = random.Next(tokens.Count);
        var end = FuzzTokens.EndOfValue(tokens, at);
        switch (random.Next(10))
        {
            case 0:
                tokens[at] = HostileValues.Pick(random);
                break;
            case 1:
                Replace(tokens, at, end, [HostileValues.Pick(random)]);
                break;
            case 2:
                tokens.RemoveRange(at, random.Next(1, Math.Min(8, tokens.Count - at) + 1));
                break;
            case 3:
                tokens.RemoveRange(at, end - at);
                break;
            case 4:
                tokens.InsertRange(random.Next(tokens.Count + 1), tokens.GetRange(at, end - at));
                break;
            case 5:
                // The same member or item once more, with another value.
                tokens.InsertRange(end, [",", .. tokens.GetRange(at, end - at), HostileValues.Pick(random)]);
                break;
            case 6:
                var other = PickSeed(random).ToList();
                var from = random.Next(other.Count);
                Replace(tokens, at, end, other.GetRange(from, FuzzTokens.EndOfValue(other, from) - from));
                break;
            case 7:
                var swapped = random.Next(tokens.Count);
                (tokens[at], tokens[swapped]) = (tokens[swapped], tokens[at]);
                break;
            case 8:
                Replace(tokens, at, end, [HostileValues.Nest("[", string.Concat(tokens.GetRange(at, end - at)), "]", random)]);
                break;
            default:
                tokens[at] = Flip(tokens[at], random);
                break;
        }
    }

    /// <summary>One change that respects nothing.</summary>
    private string Damage(string text, Random random)
    {
        var other = seeds[random.Next(seeds.Count)];
        return random.Next(6) switch
        {
            0 => text[..random.Next(text.Length + 1)],
            1 => text[random.Next(text.Length + 1)..],
            2 => text[..random.Next(text.Length + 1)] + other[random.Next(other.Length + 1)..],
            3 => text + text,
            4 => HostileValues.Nest("[", text, "]", random),
            _ => Flip(Flip(Flip(text, random), random), random),
        };
    }

    private static string Flip(string text, Random random)
    {
        if (text.Length == 0) return HostileValues.Pick(random);
        var characters = text.ToCharArray();
        var at = random.Next(characters.Length);
        characters[at] = random.Next(2) == 0 ? (char)(characters[at] ^ (1 << random.Next(16))) : HostileValues.Letter(random);
        return new string(characters);
    }

    private static void Replace(List<string> tokens, int start, int end, IEnumerable<string> with)
    {
        tokens.RemoveRange(start, end - start);
        tokens.InsertRange(start, with);
    }

    private string[] PickSeed(Random random) => split[random.Next(split.Length)];
}
