using System.Globalization;
using System.Text;

namespace AssumeRole.Cli.Tests.Quoting;

/// <summary>Texts that a reader must give back: every Unicode scalar value but NUL, and long random ones that are the same each time.</summary>
internal static class QuotedTexts
{
    private const int Seed = 20261128;
    private const int ScalarsInOne = 4096;
    private const int RandomOnes = 48;

    // What ends, expands or escapes in the language of one reader or another, and what only looks like it.
    private const string Telling =
        "'\"`$\\!#%&*()[]{}<>|;~^@=:,.-+?/ \t\r\n\u0001\u0007\b\u001B\u007F\u0080\u0085\u009B\u00A0\u00AB\u00B4\u02BC\u2018\u2019\u201A\u201B\u201C\u201D\u201E"
        + "\u2013\u2014\u2015\u2028\u2029\u202E\uFEFF\uFF02\uFF07\uFF3C\uFF40\uFFFC\uFFFD\uFFFF";

    private static readonly string[] Attacks =
    [
        "x’ + $(throw 'ran') + ‘y", "'; exit 7; '", "\\'; exit 7; #", "$(exit 7)", "`exit 7`", "${HOME}", "$HOME", "${:-x}", "a\nexit 7\n", "\\", "'\\", "\\'", "\\\\\"",
        "''", "‘‘", "’'‛", "'’", "x\" # \"", "a\\nb", " lead and trail ", "-n", "%s", "!!", "~", "#", "export X=1", "\"", "\r", "\n", "\r\n", "\n\n",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Attacks, .. Alone(), .. Chunks(), .. Random()];

    /// <summary>Those below U+0100, and what is telling, each by itself, between letters, at the start and at the end.</summary>
    private static IEnumerable<string> Alone() =>
        Enumerable.Range(1, 0xFF).Select(value => ((char)value).ToString()).Concat(Telling.Select(character => character.ToString()))
            .Distinct(StringComparer.Ordinal)
            .SelectMany(text => new[] { $"a{text}b", text + "b", "a" + text });

    private static IEnumerable<string> Chunks() => Enumerable.Range(0x100, 0x110000 - 0x100)
        .Where(Rune.IsValid)
        .Chunk(ScalarsInOne)
        .Select(values => string.Concat(values.Select(value => new Rune(value).ToString())));

    /// <summary>Half of a random text is telling. Every second one has only what a dotenv reader can be given.</summary>
    private static IEnumerable<string> Random()
    {
        var chance = new Random(Seed);
        for (var index = 0; index < RandomOnes; index++)
        {
            var telling = index % 2 == 0 ? Telling : string.Concat(Telling.Where(character => character is not ('$' or '`')));
            var text = new StringBuilder();
            for (var length = chance.Next(1000, 8000); text.Length < length;)
                text.Append(chance.Next(2) == 0 ? telling[chance.Next(telling.Length)].ToString() : Scalar(chance));
            yield return text.Append('x').ToString();
        }
    }

    private static string Scalar(Random chance)
    {
        var value = chance.Next(1, chance.Next(2) == 0 ? 0x3000 : 0x110000);
        return Rune.IsValid(value) && value is not ('$' or '`') ? new Rune(value).ToString() : "a";
    }

    /// <summary>Fails with the first text that is another one, and where.</summary>
    public static void AssertSame(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        foreach (var (text, other) in expected.Zip(actual)) Assert.True(text == other, Describe(text, other));
        Assert.Equal(expected.Count, actual.Count);
    }

    private static string Describe(string text, string other)
    {
        var place = text.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"At {place} of {text.Length}: {Codes(text, place)} came back as {Codes(other, place)}.";
    }

    private static string Codes(string text, int place) =>
        string.Join(' ', text.Skip(Math.Max(0, place - 2)).Take(6).Select(character => ((int)character).ToString("X4", CultureInfo.InvariantCulture)));
}
