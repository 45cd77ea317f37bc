using AssumeRole.Chains;

namespace AssumeRole.Diagnosis.Tests.Reports;

public sealed class SecretMaskTests
{
    public const string SecretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private static readonly string SessionToken = "IQoJb3JpZ2luX2Vj" + string.Concat(Enumerable.Repeat("aB3+qRsT9xYz/KdLmN0pVwUeHg", 12)) + "==";

    public static TheoryData<string, string> Secrets => new()
    {
        { $"It said {SecretAccessKey}.", "It said [masked]." },
        { $"\"{SessionToken}\"", "\"[masked]\"" },
        { "{\"SecretAccessKey\": \"SANDBOXSECRET0123\"}", "{\"SecretAccessKey\": \"[masked]\"}" },
        { "aws_session_token=abcdefghijklmnopqr and more", "aws_session_token=[masked] and more" },
        { "Key AKIAIOSFODNN7EXAMPLE, ASIAIOSFODNN7EXAMPLE.", "Key …MPLE, …MPLE." },
        { "The proxy tunnel request to proxy 'http://user:se@cret@proxy.invalid:3128/' failed.", "The proxy tunnel request to proxy 'http://[masked]@proxy.invalid:3128/' failed." },
        { "https://u:p@h", "https://[masked]@h" },
        { "The request signature does not match. The Canonical String for this request should have been 'POST\n/\n\nx-amz-security-token:abc\n'", "The request signature does not match. [canonical request left out]" },
        { "token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl", "token [masked]" },
    };

    public static TheoryData<string> Harmless =>
    [
        "AWS_SESSION_TOKEN is set, AWS_SECRET_ACCESS_KEY is not.",
        "SessionToken: too short",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "request id 01234567-89ab-cdef-0123-456789abcdef",
        "arn:aws:iam::222222222222:role/Division1/Application2/DeployerRole3Abcd",
        "/Users/Runner1/Work/Repo/Src/Policies/A1",
        "arn:aws:iam::333333333333:role/a/rather/deep/path/a-role-name-that-uses-all-of-the-sixty-four-letters-there-are-01",
        "/home/runner/" + string.Concat(Enumerable.Repeat("work/repository/", 8)),
        "https://portal.sso.eu-west-1.amazonaws.com/?mail=a@b",
        "From environment keys …USER.",
    ];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void What_looks_like_a_secret_is_masked(string text, string expected) => Assert.Equal(expected, SecretMask.Of(text));

    [Theory]
    [MemberData(nameof(Harmless))]
    public void What_does_not_stays(string text) => Assert.Equal(text, SecretMask.Of(text));

    [Fact]
    public void Every_text_of_a_step_is_masked()
    {
        var step = SampleChains.Denial(SecretAccessKey, SecretAccessKey) with
        {
            Cause = SecretAccessKey,
            Evidence = SecretAccessKey,
            Remedy = SecretAccessKey,
            Candidates = [new(DenialCause.TrustPolicy, false, SecretAccessKey, SecretAccessKey)],
        };

        var masked = step.WithTexts(SecretMask.Of);

        var texts = new[] { masked.Target, masked.Chain, masked.Cause, masked.Evidence, masked.Remedy, masked.Candidates[0].Evidence, masked.Candidates[0].Remedy };
        Assert.All(texts, text => Assert.Equal("[masked]", text));
    }
}
