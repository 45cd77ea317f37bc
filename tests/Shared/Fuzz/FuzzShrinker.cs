namespace AssumeRole.Testing.Fuzz;

/// <summary>Cuts an input down as long as it still shows the fault, so that a person can read it.</summary>
internal static class FuzzShrinker
{
    private const int MostTries = 3_000;

    public static async Task<string> ShrinkAsync(string input, Func<string, Task<bool>> stillFails)
    {
        var tries = 0;
        for (var size = Math.Max(1, input.Length / 2); ; size = Math.Max(1, size / 2))
        {
            var before = input.Length;
            for (var at = 0; at < input.Length && tries < MostTries;)
            {
                var shorter = input.Remove(at, Math.Min(size, input.Length - at));
                tries++;
                if (await stillFails(shorter)) input = shorter;
                else at += size;
            }

            if (tries >= MostTries || (size == 1 && input.Length == before)) return input;
        }
    }

    /// <summary>An input as C# would write it, the middle of a long one left out.</summary>
    public static string Escape(string input)
    {
        const int most = 1_500;
        if (input.Length > most) return $"{Escape(input[..(most / 2)])} ... {Escape(input[^(most / 2)..])} ({input.Length} characters)";
        return $"\"{string.Concat(input.Select(Escape))}\"";
    }

    private static string Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => @"\\",
        '\n' => @"\n",
        '\r' => @"\r",
        >= ' ' and <= '~' => character.ToString(),
        _ => $"\\u{(int)character:x4}",
    };
}
