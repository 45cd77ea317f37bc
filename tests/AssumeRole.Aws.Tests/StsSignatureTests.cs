using System.Globalization;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Http;
using AssumeRole.Sandbox.Signing;
using AssumeRole.Testing;

namespace AssumeRole.Aws.Tests;

/// <summary>Signatures are those of the SDK's own signer, whatever is signed.</summary>
public sealed class StsSignatureTests
{
    private const string Form = "application/x-www-form-urlencoded; charset=utf-8";
    private const string Letters = "abcXYZ019+/=  _-%&\"";

    [Theory]
    [InlineData("ASIA\n", "t")]
    [InlineData("ASIA", "t\r\nX-Injected: yes")]
    [InlineData("ASIA", "é")]
    public void What_no_header_takes_is_never_signed(string id, string token)
    {
        using var message = new HttpRequestMessage();
        var signature = new StsSignature(new StsAddress(new Uri("http://127.0.0.1:8080/"), "eu-west-1"), TimeProvider.System);

        var error = Assert.Throws<AssumeRoleException>(() => signature.Add(message, Form, [], new AwsKeys(id, new Secret("s"), new Secret(token))));

        Assert.Equal("CredentialInvalid", error.Finding.Id);
        Assert.Empty(message.Headers);
    }

    [Theory]
    [InlineData("https://sts.eu-west-1.amazonaws.com")]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://[::1]:8080/")]
    [InlineData("https://sts.example.com:443/sts/")]
    public void The_SDKs_signer_signs_alike(string url)
    {
        var random = new Random(8);
        for (var round = 0; round < 200; round++)
        {
            var body = new byte[random.Next(400)];
            random.NextBytes(body);
            var token = round % 3 == 0 ? null : "t" + Some(random) + "t";
            var keys = new AwsKeys("ASIA" + round, new Secret("s" + Some(random)), token is null ? null : new Secret(token));

            var (expected, signedAt) = SignBySdk(new Uri(url), body, keys);
            using var message = new HttpRequestMessage();
            new StsSignature(new StsAddress(new Uri(url), "eu-west-1"), new ManualTimeProvider(signedAt)).Add(message, Form, body, keys);

            Assert.Equal(
                Lines(expected),
                Lines(message.Headers.NonValidated.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString()))));
        }
    }

    /// <summary>The SDK's signer encodes once too often here, so the sandbox's own arithmetic is asked.</summary>
    [Theory]
    [InlineData("https://sts.example.com/a%20b/c~d/", "/a%2520b/c~d/")]
    [InlineData("https://sts.example.com/(c)+d", "/%28c%29%2Bd")]
    public void A_path_s_parts_are_encoded_once_more_than_the_address_has_them(string url, string canonicalPath)
    {
        var time = new ManualTimeProvider();
        var keys = new AwsKeys("ASIACALLER", new Secret("secret"), new Secret("token"));
        using var message = new HttpRequestMessage();
        new StsSignature(new StsAddress(new Uri(url), "eu-west-1"), time).Add(message, Form, [1, 2, 3], keys);

        var headers = message.Headers.NonValidated.Select(header => new HttpHeader(header.Key, header.Value.ToString()))
            .Append(new HttpHeader("content-type", Form));
        string[] signed = ["content-type", "host", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"];
        var scope = new CredentialScope("20260304", "eu-west-1", "sts", CredentialScope.Version4);
        var text = SignatureVersion4.StringToSign(
            "20260304T050607Z", scope, CanonicalRequest.Of("POST", canonicalPath, "", headers, signed, new byte[] { 1, 2, 3 }));
        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=ASIACALLER/{scope}, SignedHeaders={string.Join(';', signed)}, Signature="
                + SignatureVersion4.Sign("secret", scope, text),
            message.Headers.NonValidated["Authorization"].ToString());
    }

    private static IEnumerable<string> Lines(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.Select(header => $"{header.Key.ToUpperInvariant()}: {header.Value}").Order(StringComparer.Ordinal);

    private static string Some(Random random) =>
        new([.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => Letters[random.Next(Letters.Length)])]);

    private static (Dictionary<string, string> Headers, DateTimeOffset SignedAt) SignBySdk(Uri url, byte[] body, AwsKeys keys)
    {
        using var request = new DefaultRequest(new AssumeRoleRequest(), "AmazonSecurityTokenService")
        {
            HttpMethod = "POST", ResourcePath = "/", Endpoint = url, AuthenticationRegion = "eu-west-1", Content = body,
        };
        request.Headers["Content-Type"] = Form;
        if (keys.SessionToken is { } token) request.Headers["x-amz-security-token"] = token.Reveal();
        var config = new AmazonSecurityTokenServiceConfig { ServiceURL = url.ToString(), AuthenticationRegion = "eu-west-1" };
        var signature = new AWS4Signer().SignRequest(request, config, null, keys.AccessKeyId, keys.SecretAccessKey.Reveal());
        request.Headers["Authorization"] = signature.ForAuthorizationHeader;

        var headers = request.Headers.Where(header => header.Key != "Content-Type").ToDictionary(StringComparer.OrdinalIgnoreCase);
        var at = DateTimeOffset.ParseExact(
            headers["X-Amz-Date"], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return (headers, at);
    }
}
