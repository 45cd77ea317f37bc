using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AssumeRole.Core.Tests;

public sealed class PlainTextTests
{
    // Sets a title, clears the screen, turns letters round; C0, C1, DEL and format characters, one of them beyond the first plane.
    private const string Hostile = "a\u001B]0;t\u0007\u001B[2J\u009B31m\u007F\u202Eb\u2066\u200B\u2028\u0085\uFEFF\U000E0041\r\n\tc";

    [Fact]
    public void A_clean_line_is_one_line_of_the_same_columns() =>
        Assert.Equal("  a b c \uFFFD[2J  d", PlainText.CleanLine("  a\tb\nc\r\n\u001B[2J  d"));

    [Fact]
    public void JSON_with_escapes_has_the_same_values_and_no_character_that_steers_a_terminal()
    {
        var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("é’+", Hostile);
            json.WriteEndObject();
        }

        var text = PlainText.EscapeInJson(Encoding.UTF8.GetString(buffer.ToArray()));

        Assert.Equal(PlainText.CleanLines(text), text);
        using var document = JsonDocument.Parse(text);
        Assert.Equal(Hostile, document.RootElement.GetProperty("é’+").GetString());
    }
}
