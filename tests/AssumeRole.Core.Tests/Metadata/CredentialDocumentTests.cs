using System.Globalization;
using AssumeRole.Findings;
using AssumeRole.Metadata;

namespace AssumeRole.Core.Tests.Metadata;

public sealed class CredentialDocumentTests
{
    private const string Key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    [Theory]
    [InlineData("2026-03-04T06:06:07Z", "2026-03-04T06:06:07")]
    [InlineData("2026-03-04T08:06:07+02:00", "2026-03-04T06:06:07")]
    [InlineData("2026-03-04T06:06:07.123456712Z", "2026-03-04T06:06:07.1234567")]
    [InlineData("2026-03-04 06:06:07Z", "2026-03-04T06:06:07")]
    [InlineData("2026-03-04T06:06:07", "2026-03-04T06:06:07")]
    public void A_time_is_read_in_UTC(string value, string utc)
    {
        var time = Read($$"""{"expiration":"{{value}}"}""").Expiration;

        Assert.Equal(DateTime.Parse(utc, CultureInfo.InvariantCulture), time);
        Assert.Equal(DateTimeKind.Utc, time!.Value.Kind);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Expiration":null}""")]
    [InlineData("null")]
    public void Without_an_Expiration_there_is_no_end(string text) => Assert.Null(Read(text).Expiration);

    [Theory]
    [InlineData("\"\"", "''")]
    [InlineData("\" \"", "''")]
    [InlineData("\"tomorrow\"", "'tomorrow'")]
    [InlineData("\"03/04/2026\"", "'03/04/2026'")]
    [InlineData("\"2026-13-04T06:06:07Z\"", "'2026-13-04T06:06:07Z'")]
    [InlineData("1772604367", "'1772604367'")]
    [InlineData("true", "'true'")]
    [InlineData("[\"" + Key + "\"]", "a list")]
    [InlineData("{\"SecretAccessKey\":\"" + Key + "\"}", "an object")]
    [InlineData("\"a\\u001b[31m\\nb\"", "'a [31m b'")]
    [InlineData("\"\\ud800\"", "''")]
    [InlineData("\"" + Key + "\"", "'[masked]'")]
    [InlineData("\"key: " + Key + "\"", "'key: [masked]'")]
    public void Any_other_Expiration_is_named_with_its_value_and_without_a_secret(string value, string shown)
    {
        foreach (var secret in new[] { "other", Key })
        {
            var document = Read($$"""{"SecretAccessKey":"{{secret}}","Expiration":{{value}}}""");

            Assert.Equal($"Expiration in its document is {shown}, which is no time.", FaultOf(() => document.Expiration));
        }
    }

    [Fact]
    public void A_long_value_is_cut()
    {
        var document = Read($$"""{"Expiration":"{{string.Concat(Enumerable.Repeat("soon ", 99))}}"}""");

        Assert.InRange(FaultOf(() => document.Expiration).Length, 40, 100);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \n", "empty")]
    [InlineData("{", "JSON (line 0)")]
    [InlineData("\n<html>" + Key, "JSON (line 1)")]
    [InlineData("[\"" + Key + "\"]", "JSON object")]
    [InlineData("\"" + Key + "\"", "JSON object")]
    [InlineData("""{"\ud800":1}""", "name")]
    public void What_is_no_document_is_told_without_its_text(string text, string named)
    {
        var evidence = FaultOf(() => Read(text));

        Wording.Names(evidence, named);
        Assert.DoesNotContain("wJal", evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"Token\":[\"" + Key + "\"]}", "no text")]
    [InlineData("""{"Token":1}""", "no text")]
    [InlineData("""{"Token":"\ud800"}""", "escaped half")]
    public void A_member_of_another_kind_is_named(string text, string named)
    {
        var evidence = FaultOf(() => Read(text).Text("Token"));

        Wording.Names(evidence, "Token", named);
        Assert.DoesNotContain("wJal", evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Code":"Denied","Message":"No role.\n"}""", "Code Denied: No role.")]
    [InlineData("""{"code":"Denied","message":"No role"}""", "Code Denied: No role.")]
    [InlineData("""{"code":404}""", "Code 404.")]
    [InlineData("""{"message":"No \u001brole"}""", "No role.")]
    [InlineData("{\"Code\":\"Denied\",\"Message\":\"Not " + Key + "\",\"SecretAccessKey\":\"" + Key + "\"}", "Code Denied: Not [masked].")]
    [InlineData("""{"Code":{},"Message":null}""", null)]
    [InlineData("{}", null)]
    public void Code_and_message_are_the_reason(string text, string? reason) => Assert.Equal(reason, Read(text).ReadReason());

    private static CredentialDocument Read(string text) => CredentialDocument.Parse(text, FindingCatalogue.InstanceRoleError, "worker");

    private static string FaultOf(Func<object?> read)
    {
        var finding = Sample.FindingOf(() => _ = read());
        Assert.Equal(("InstanceRoleError", "worker"), (finding.Id, finding.Target));
        return finding.Evidence;
    }
}
