using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text.Json;
using AssumeRole.Credentials;

namespace AssumeRole.Core.Tests.Credentials;

public sealed class SecretTests
{
    private const string Text = "wJalrXUtnFEMI";
    private static readonly Secret Value = new(Text);

    [Fact]
    public void It_has_no_public_property_or_field()
    {
        Assert.Empty(typeof(Secret).GetProperties());
        Assert.Empty(typeof(Secret).GetFields());
        Assert.Equal([typeof(IEquatable<Secret>)], typeof(Secret).GetInterfaces());
    }

    [Fact]
    public void It_prints_the_same_stars_whatever_it_holds()
    {
        Assert.Equal("********", Value.ToString());
        Assert.Equal("********", $"{new Secret("x")}");
        Assert.Equal("********", string.Format(CultureInfo.InvariantCulture, "{0,8}", Value));
        Assert.Equal("a********", "a" + Value);
    }

    [Fact]
    public void It_is_redacted_in_JSON_wherever_it_stands()
    {
        Assert.Equal("\"********\"", JsonSerializer.Serialize(Value));
        AssertRedacted(JsonSerializer.Serialize(new { Inner = new[] { Value }, Boxed = (object)Value }));
        AssertRedacted(JsonSerializer.Serialize(Sample.Session() with { SecretAccessKey = Value, SessionToken = Value }));
        AssertRedacted(JsonSerializer.Serialize(new AwsKeys("AKIA", Value, Value)));
    }

    [Fact]
    public void It_is_not_read_from_JSON() => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Secret>("\"text\""));

    [Fact]
    public void A_debugger_shows_no_field_of_it()
    {
        Assert.Equal("(secret)", typeof(Secret).GetCustomAttribute<System.Diagnostics.DebuggerDisplayAttribute>()!.Value);
        Assert.All(
            typeof(Secret).GetFields(BindingFlags.Instance | BindingFlags.NonPublic),
            field => Assert.Equal(
                System.Diagnostics.DebuggerBrowsableState.Never,
                field.GetCustomAttribute<System.Diagnostics.DebuggerBrowsableAttribute>()!.State));
    }

    [Fact]
    public void It_gives_its_text_to_who_asks_by_name()
    {
        Assert.Equal(Text, Value.Reveal());
        using var secure = Value.ToSecureString();
        Assert.Equal(Text, new NetworkCredential(string.Empty, secure).Password);
        Assert.True(secure.IsReadOnly());
    }

    [Fact]
    public void Two_are_equal_if_their_texts_are()
    {
        Assert.Equal(Value, new Secret(Text));
        Assert.Equal(Value.GetHashCode(), new Secret(Text).GetHashCode());
        Assert.NotEqual(Value, new Secret(Text.ToUpperInvariant()));
        Assert.False(Value.Equals(null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void There_is_no_empty_secret(string? text) => Assert.ThrowsAny<ArgumentException>(() => new Secret(text!));

    private static void AssertRedacted(string json)
    {
        Assert.DoesNotContain(Text, json, StringComparison.Ordinal);
        Assert.Contains("********", json, StringComparison.Ordinal);
    }
}
