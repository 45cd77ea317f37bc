using System.Text;

namespace AssumeRole.Profiles;

/// <summary>The name of a section of ~/.aws/config: a kind and, in quotes if it has a blank, a name.</summary>
internal static class AwsSectionName
{
    /// <summary>Takes it apart as botocore does with shlex.split; null where it is no kind with one name.</summary>
    public static (string Kind, string Name)? Parse(string text) => Split(text) is [var kind, var name] ? (kind, name) : null;

    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, begun) = ('\0', false);
        foreach (var character in text)
        {
            if (quote != '\0')
            {
                if (character == quote) quote = '\0';
                else word.Append(character);
            }
            else if (character is '\'' or '"')
            {
                (quote, begun) = (character, true);
            }
            else if (!char.IsWhiteSpace(character))
            {
                word.Append(character);
                begun = true;
            }
            else if (begun)
            {
                words.Add(word.ToString());
                word.Clear();
                begun = false;
            }
        }

        if (begun) words.Add(word.ToString());
        return quote == '\0' ? words : [];
    }
}
