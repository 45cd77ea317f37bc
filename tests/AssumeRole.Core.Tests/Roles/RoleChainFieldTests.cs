using AssumeRole.Roles;

namespace AssumeRole.Core.Tests.Roles;

/// <summary>The limits of sts:AssumeRole's fields (STS API reference, AssumeRole).</summary>
public sealed class RoleChainFieldTests
{
    private static readonly RoleChainRequest Valid = new() { RoleArn = Sample.Role };

    [Theory]
    [InlineData("ab")]
    [InlineData("A_+=,.@-9")]
    public void A_session_name_of_allowed_characters_is_taken(string name) =>
        Assert.Equal(name, Plan(Valid with { RoleSessionName = name }).Target.SessionName);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("main/deploy")]
    [InlineData("a b")]
    [InlineData("Zoë")]
    [InlineData("ab\n")]
    public void Any_other_session_name_is_refused(string name) =>
        Assert.Equal("RoleSessionNameInvalid", IdOf(Valid with { RoleSessionName = name }));

    [Fact]
    public void A_session_name_has_at_most_64_characters()
    {
        Plan(Valid with { RoleSessionName = new string('a', 64) });
        Assert.Equal("RoleSessionNameInvalid", IdOf(Valid with { RoleSessionName = new string('a', 65) }));
    }

    [Theory]
    [InlineData("ab", true)]
    [InlineData("arn:aws:s3:::x/y_+=,.@-", true)]
    [InlineData("", false)]
    [InlineData("a", false)]
    [InlineData("a b", false)]
    [InlineData("a#b", false)]
    public void An_external_id_has_allowed_characters(string id, bool taken) =>
        AssertTaken(taken, "ExternalIdInvalid", Valid with { ExternalId = id });

    [Theory]
    [InlineData(1224, true)]
    [InlineData(1225, false)]
    public void An_external_id_has_at_most_1224_characters(int length, bool taken) =>
        AssertTaken(taken, "ExternalIdInvalid", Valid with { ExternalId = new string('x', length) });

    [Fact]
    public void An_external_id_is_never_repeated_in_the_error()
    {
        var finding = Sample.FindingOf(() => Plan(Valid with { ExternalId = "half a secret" }));

        Assert.DoesNotContain("half", finding.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("half", finding.Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice", true)]
    [InlineData("alice@example.com", true)]
    [InlineData("", false)]
    [InlineData("a", false)]
    [InlineData("aws:alice", false)]
    [InlineData("AWS:alice", false)]
    [InlineData("a/b", false)]
    public void A_source_identity_has_allowed_characters(string identity, bool taken) =>
        AssertTaken(taken, "SourceIdentityInvalid", Valid with { SourceIdentity = identity });

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_source_identity_has_at_most_64_characters(int length, bool taken) =>
        AssertTaken(taken, "SourceIdentityInvalid", Valid with { SourceIdentity = new string('x', length) });

    [Theory]
    [InlineData("arn:aws:iam::111111111111:mfa/alice", null, true)]
    [InlineData("GAHT12345678", "123456", true)]
    [InlineData("GAHT1234", "123456", false)]
    [InlineData("", "123456", false)]
    [InlineData("GAHT 12345678", "123456", false)]
    [InlineData("GAHT12345678", "12345", false)]
    [InlineData("GAHT12345678", "1234567", false)]
    [InlineData("GAHT12345678", "12345a", false)]
    [InlineData("GAHT12345678", "١٢٣٤٥٦", false)]
    [InlineData("GAHT12345678", "", false)]
    [InlineData(null, "12345", false)]
    public void An_MFA_device_has_a_serial_number_and_six_digits(string? serial, string? code, bool taken) =>
        AssertTaken(taken, "MfaInvalid", Valid with { SerialNumber = serial, TokenCode = code });

    [Fact]
    public void A_code_without_a_device_is_for_the_profile_that_the_chain_starts_from()
    {
        Assert.Equal(("123456", null), (Plan(Valid with { TokenCode = "123456" }).ProfileTokenCode, Plan(Valid with { TokenCode = "123456" }).Hops[0].Mfa));
        Assert.Null(Plan(Valid with { SerialNumber = "GAHT12345678", TokenCode = "123456" }).ProfileTokenCode);
    }

    [Fact]
    public void A_wrong_MFA_code_is_not_repeated_in_the_error()
    {
        var finding = Sample.FindingOf(() => Plan(Valid with { SerialNumber = "GAHT12345678", TokenCode = "98765x" }));

        Assert.DoesNotContain("98765", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_serial_number_has_at_most_256_characters()
    {
        Plan(Valid with { SerialNumber = new string('x', 256) });
        Assert.Equal("MfaInvalid", IdOf(Valid with { SerialNumber = new string('x', 257) }));
    }

    private static RoleChain Plan(RoleChainRequest request) => RoleChain.Plan(request, new FakeVariables());

    private static string IdOf(RoleChainRequest request) => Sample.FindingOf(() => Plan(request)).Id;

    private static void AssertTaken(bool taken, string id, RoleChainRequest request)
    {
        if (taken) Plan(request);
        else Assert.Equal(id, IdOf(request));
    }
}
