using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AssumeRole.Sandbox.Tests;

public sealed class WebIdentityTests
{
    private const string Role = "arn:aws:iam::111111111111:role/pipeline-identity";
    private const long Now = 1772600767;
    private const string Provider = "arn:aws:iam::111111111111:oidc-provider/concourse.example.com";
    private const string Good =
        """{"iss":"https://concourse.example.com","aud":["sts.amazonaws.com"],"sub":"main/deploy","exp":1772604367}""";

    [Fact]
    public async Task A_token_of_the_provider_opens_the_role_without_a_signature_on_the_call()
    {
        await using var client = await SandboxClient.StartAsync();
        Assert.Equal(Now, client.Time.GetUtcNow().ToUnixTimeSeconds());
        var reply = await AssumeAsync(client, Token(Good));

        Assert.True(reply.Status == 200, reply.Body);
        Assert.Equal("main/deploy", reply.Value("SubjectFromWebIdentityToken"));
        Assert.Equal("sts.amazonaws.com", reply.Value("Audience"));
        Assert.Equal("arn:aws:iam::111111111111:oidc-provider/concourse.example.com", reply.Value("Provider"));
        var key = SandboxClient.TestKey.Of(reply);
        Assert.Equal(
            "arn:aws:sts::111111111111:assumed-role/pipeline-identity/session",
            (await client.CallAsync(key, "GetCallerIdentity")).Value("Arn"));
    }

    [Theory]
    [InlineData("main/", "other/", "403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity")]
    [InlineData(
        "example.com",
        "example.org",
        "400 InvalidIdentityToken: No OpenIDConnect provider found in your account for https://concourse.example.org")]
    [InlineData("sts.amazonaws.com", "somebody", "400 InvalidIdentityToken: Incorrect token audience")]
    [InlineData(
        "1772604367",
        "1772600767",
        "400 ExpiredTokenException: Token expired: current date/time 1772600767 must be before the expiration date/time 1772600767")]
    [InlineData("\"exp\"", "\"ex\"", "400 InvalidIdentityToken: Missing a required claim: exp")]
    [InlineData("\"sub\"", "\"su\"", "400 InvalidIdentityToken: Missing a required claim: sub")]
    public async Task A_token_with_other_claims_does_not(string claim, string other, string expected)
    {
        await using var client = await SandboxClient.StartAsync();
        Assert.Equal(expected, (await AssumeAsync(client, Token(Good.Replace(claim, other, StringComparison.Ordinal)))).Error);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ab.cd")]
    [InlineData("!!!!.e30.e30")]
    [InlineData("e30.W10.e30")]
    [InlineData("e30.e3.e30")]
    public async Task What_is_no_token_is_refused(string token)
    {
        await using var client = await SandboxClient.StartAsync();
        Assert.Equal(
            "400 InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
            (await AssumeAsync(client, token)).Error);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("ES256")]
    public async Task Where_the_provider_has_keys_the_signature_is_verified(string algorithm)
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicRsa = rsa.ExportParameters(false);
        var publicCurve = curve.ExportParameters(false);
        var keys = algorithm == "RS256"
            ? $"{{'kty':'RSA','kid':'k','use':'sig','n':'{Encode(publicRsa.Modulus!)}','e':'{Encode(publicRsa.Exponent!)}'}}"
            : $"{{'kty':'EC','kid':'k','crv':'P-256','x':'{Encode(publicCurve.Q.X!)}','y':'{Encode(publicCurve.Q.Y!)}'}}";
        byte[] Sign(byte[] data) => algorithm == "RS256"
            ? rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : curve.SignData(data, HashAlgorithmName.SHA256);
        await using var client = await SandboxClient.StartAsync(World(keys));

        var good = Token(Good, $$"""{"alg":"{{algorithm}}","kid":"k"}""", Sign);
        Assert.Equal(200, (await AssumeAsync(client, good)).Status);

        var parts = good.Split('.');
        var otherClaims = Encode(Encoding.UTF8.GetBytes(Good.Replace("main/", "main/x", StringComparison.Ordinal)));
        string[] bad =
        [
            $"{parts[0]}.{otherClaims}.{parts[2]}",
            Token(Good, """{"alg":"none"}"""),
            Token(Good, $$"""{"alg":"{{algorithm}}","kid":"other"}""", Sign),
        ];
        foreach (var token in bad)
        {
            var reply = await AssumeAsync(client, token);
            Assert.Equal((400, "InvalidIdentityToken"), (reply.Status, reply.Code));
        }
    }

    private static Task<SandboxClient.Reply> AssumeAsync(SandboxClient client, string token) => client.CallAsync(
        (TestSigner?)null, "AssumeRoleWithWebIdentity", ("RoleArn", Role), ("RoleSessionName", "session"), ("WebIdentityToken", token));

    private static string Token(string claims, string header = """{"alg":"RS256","kid":"k"}""", Func<byte[], byte[]>? sign = null)
    {
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Encode(sign?.Invoke(Encoding.ASCII.GetBytes(signed)) ?? [1, 2, 3])}";
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static string World(string key) => TestWorld.Of(
        TestWorld.Role(
            Role, $"{{'Effect':'Allow','Action':'sts:AssumeRoleWithWebIdentity','Principal':{{'Federated':'{Provider}'}}}}"),
        $",'identityProviders':[{{'arn':'{Provider}','url':'https://concourse.example.com',"
        + $"'clientIds':['sts.amazonaws.com'],'jsonWebKeySet':{{'keys':[{key}]}}}}]");
}
