using System.Collections;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Profiles;
using AssumeRole.Roles;
using AssumeRole.Sessions;
using AssumeRole.Sts;

namespace AssumeRole.Core.Tests.Credentials;

/// <summary>Objects that hold secrets, printed in every way that happens by accident.</summary>
public sealed class RedactionTests
{
    private const string Text = "wJalrXUtnFEMI";
    private static readonly Secret Value = new(Text);

    public static TheoryData<object> Holders() =>
    [
        Sample.Session() with { SecretAccessKey = Value, SessionToken = Value },
        new AwsKeys("AKIA1234", Value, Value),
        new SourceCredentials(new AwsKeys("AKIA1234", Value, Value), "somewhere"),
        new WebIdentity(Value, null),
        new RoleChainRequest { WebIdentityToken = Value },
        Sample.Request() with { WebIdentity = new WebIdentity(Value, null) },
        new AwsProfile("default", new Dictionary<string, string> { ["aws_secret_access_key"] = Text }),
        new AssumedRole(
            Sample.Session() with { SecretAccessKey = Value, SessionToken = Value }, null, scoped: false, new ManualTimeProvider()),
    ];

    [Theory]
    [MemberData(nameof(Holders), DisableDiscoveryEnumeration = true)]
    public void No_holder_of_a_secret_prints_it(object holder)
    {
        Assert.DoesNotContain(Text, holder.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Text, $"{holder}", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Holders), DisableDiscoveryEnumeration = true)]
    public void No_property_of_a_holder_is_the_secret_as_text(object holder)
    {
        // The settings of a profile are the one exception: they are the file's own texts and no output of any cmdlet.
        if (holder is AwsProfile) return;
        foreach (var property in holder.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            var value = property.GetValue(holder);
            Assert.DoesNotContain(Text, $"{value}", StringComparison.Ordinal);
            if (value is IEnumerable items and not string)
                Assert.All(items.Cast<object>(), item => Assert.DoesNotContain(Text, $"{item}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_session_prints_itself_as_ARN_and_expiry() =>
        Assert.Equal("arn:aws:sts::222222222222:assumed-role/deploy/task until 2026-03-04T06:06:07Z", Sample.Session().ToString());

    [Theory]
    [InlineData("ASIAIOSFODNN7EXAMPLE", "…MPLE")]
    [InlineData("ABCD", "ABCD")]
    [InlineData("", "")]
    public void Keys_print_the_last_four_characters_of_their_id(string id, string shown) =>
        Assert.Equal(shown, new AwsKeys(id, Value, null).ToString());

    [Fact]
    public void An_exception_says_what_its_finding_says_and_no_more()
    {
        var error = FindingCatalogue.AssumeDenied.Error("target", "Evidence.");
        var sts = new StsException(new StsFault("AccessDenied", "No.", 403, "id"));

        Assert.Equal($"target: {FindingCatalogue.AssumeDenied.Cause} Evidence.", error.Message);
        Assert.Equal("AccessDenied: No. (request id id)", sts.Message);
    }
}
