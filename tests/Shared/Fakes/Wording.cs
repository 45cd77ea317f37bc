using System.Text.RegularExpressions;

namespace AssumeRole.Testing;

/// <summary>Looks into texts for what they must name, whatever words stand around it.</summary>
internal static class Wording
{
    /// <summary>The text names each of these, whole and in this order.</summary>
    public static void Names(string text, params string[] data) =>
        Assert.Matches(new Regex(string.Join(".*", data.Select(Whole)), RegexOptions.Singleline), text);

    private static string Whole(string datum) => $@"(?<![\w/:*-]){Regex.Escape(datum)}(?![\w/*-])";
}
