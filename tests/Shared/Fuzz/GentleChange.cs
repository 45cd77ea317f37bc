using System.Text;

namespace AssumeRole.Testing.Fuzz;

/// <summary>
/// Changes that leave the brackets alone, so that what is behind the syntax is reached: wrong types, repeated and renamed members,
/// values of another document, texts that no policy or plan would hold.
/// </summary>
internal static class GentleChange
{
    public static void Apply(List<string> tokens, IReadOnlyList<string> other, Random random)
    {
        var values = Places(tokens, IsValue);
        var keys = Places(tokens, IsKey);
        if (values.Count == 0) return;
        var at = values[random.Next(values.Count)];
        var end = FuzzTokens.EndOfValue(tokens, at);
        var value = tokens.GetRange(at, end - at);
        switch (random.Next(7))
        {
            case 0:
                Replace(tokens, at, end, [Value(random)]);
                break;
            case 1:
                Replace(tokens, at, end, Another(other, random));
                break;
            case 2:
                Replace(tokens, at, end, random.Next(2) == 0 ? ["[", .. value, "]"] : ["{", "\"AWS\"", ":", .. value, "}"]);
                break;
            case 3:
                Replace(tokens, at, end, ["[", .. value, ",", .. Another(other, random), ",", Value(random), "]"]);
                break;
            case 4 when keys.Count > 0:
                var foreign = Places(other, IsKey);
                tokens[keys[random.Next(keys.Count)]] = foreign.Count > 0 && random.Next(3) > 0
                    ? other[foreign[random.Next(foreign.Count)]]
                    : Quote(HostileValues.Pick(random), random);
                break;
            case 5 when keys.Count > 0:
                // The same member twice, with another value each time.
                var key = keys[random.Next(keys.Count)];
                tokens.InsertRange(key, [tokens[key], ":", .. random.Next(2) == 0 ? [Value(random)] : Another(other, random), ","]);
                break;
            default:
                tokens[at] = Within(tokens[at], random);
                break;
        }
    }

    /// <summary>A hostile text inside a string, or in place of a word.</summary>
    private static string Within(string token, Random random)
    {
        var hostile = HostileValues.Pick(random);
        if (token is not ['"', .., '"']) return token is "{" or "[" ? token : token + hostile;
        var text = token[1..^1];
        var place = random.Next(text.Length + 1);
        // Not in the midst of an escape.
        if (text[..place].Contains('\\', StringComparison.Ordinal)) place = 0;
        return $"\"{text[..place]}{Quote(hostile, random)[1..^1]}{text[place..]}\"";
    }

    private static string Value(Random random) => random.Next(8) switch
    {
        0 => "null",
        1 => "{}",
        2 => "[]",
        3 => "-1.5e300",
        4 => "99999999999999999999999999999999",
        5 => random.Next(2) == 0 ? "true" : "false",
        6 => Quote(string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => HostileValues.Letter(random))), random),
        _ => Quote(HostileValues.Pick(random), random),
    };

    private static List<string> Another(IReadOnlyList<string> other, Random random)
    {
        var places = Places(other, IsValue);
        if (places.Count == 0) return [Value(random)];
        var at = places[random.Next(places.Count)];
        List<string> all = [.. other];
        return all.GetRange(at, FuzzTokens.EndOfValue(all, at) - at);
    }

    private static List<int> Places(IReadOnlyList<string> tokens, Func<IReadOnlyList<string>, int, bool> wanted) =>
        [.. Enumerable.Range(0, tokens.Count).Where(index => wanted(tokens, index))];

    private static bool IsValue(IReadOnlyList<string> tokens, int index) =>
        tokens[index] is "{" or "[" || (tokens[index] is ['"', ..] && !IsKey(tokens, index)) || char.IsLetterOrDigit(tokens[index][0]);

    private static bool IsKey(IReadOnlyList<string> tokens, int index)
    {
        if (tokens[index] is not ['"', ..]) return false;
        var next = index + 1;
        while (next < tokens.Count && string.IsNullOrWhiteSpace(tokens[next])) next++;
        return next < tokens.Count && tokens[next] == ":";
    }

    private static void Replace(List<string> tokens, int start, int end, IReadOnlyList<string> with)
    {
        tokens.RemoveRange(start, end - start);
        tokens.InsertRange(start, with);
    }

    /// <summary>A JSON string; a surrogate that stands alone is written as itself or as an escape.</summary>
    private static string Quote(string text, Random random)
    {
        var escapes = random.Next(3) > 0;
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\') quoted.Append('\\').Append(character);
            else if (character < ' ' || (escapes && character > '~')) quoted.Append($"\\u{(int)character:x4}");
            else quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }
}
