using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace AssumeRole.Core.Tests;

public sealed class SecretsOfCallTests
{
    // Its base64 has a plus and a slash, which base64url writes as other letters.
    private const string Value = "IQ?/b~J+pZ2lu=&<X2Vj";

    public static TheoryData<string> Forms =>
    [
        Value,
        Uri.EscapeDataString(Value),
        Uri.EscapeDataString(Value).Replace("%2F", "%2f", StringComparison.Ordinal).Replace("%2B", "%2b", StringComparison.Ordinal).Replace("%3D", "%3d", StringComparison.Ordinal),
        WebUtility.UrlEncode(Value),
        WebUtility.HtmlEncode(Value),
        JavaScriptEncoder.Default.Encode(Value),
        Value.Replace("/", "\\/", StringComparison.Ordinal),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Value)).TrimEnd('='),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Value)).TrimEnd('=').Replace('/', '_').Replace('+', '-'),
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_secret_is_masked_in_every_form(string form)
    {
        Assert.Equal("It said [masked], twice: [masked].", SecretsOfCall.Of(Value).Mask($"It said {form}, twice: {form}."));
        Assert.Null(SecretsOfCall.Of(Value).Mask(new IOException("outer", new IOException($"It said {form}."))));
    }

    [Theory]
    [InlineData("code 123456.", "code [masked].")]
    [InlineData("account 123456789012", "account 123456789012")]
    public void A_short_secret_is_one_as_a_word_of_its_own(string text, string masked) =>
        Assert.Equal(masked, SecretsOfCall.Of("123456").Mask(text));

    [Theory]
    [InlineData("Bearer abcdefghij", "abcdefghij")]
    [InlineData("abcdefghij", "Bearer abcdefghij")]
    public void A_secret_that_is_part_of_another_leaves_nothing_of_it(string first, string second) =>
        Assert.Equal("[masked]", SecretsOfCall.Of(first, second).Mask("Bearer abcdefghij"));

    [Fact]
    public void The_secrets_in_a_stored_object_are_masked_one_by_one()
    {
        var secrets = SecretsOfCall.None.AndStored(new Secret("""{"access-key":"ASIAEXAMPLE","secret-key":"the-secret-key","session-token":"the-session-token"}"""));

        Assert.Equal("ASIAEXAMPLE [masked] [masked]", secrets.Mask("ASIAEXAMPLE the-secret-key the-session-token"));
    }

    [Fact]
    public void An_exception_without_secrets_stays()
    {
        var error = new IOException("outer", new IOException("inner"));

        Assert.Same(error, SecretsOfCall.Of(Value).Mask(error));
    }
}
