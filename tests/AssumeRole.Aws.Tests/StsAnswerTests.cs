using System.Net;
using AssumeRole.Sts;

namespace AssumeRole.Aws.Tests;

public sealed class StsAnswerTests
{
    [Fact]
    public void Texts_are_found_by_their_element_s_name_and_its_parent_s_in_any_namespace()
    {
        var answer = Read(
            """
            <?xml version="1.0"?>
            <!-- a comment -->
            <x:R xmlns:x="urn:x"><x:A b="c"> one &amp; <![CDATA[<two>]]></x:A><Empty/><None></None><B><A>other</A></B></x:R>
            """);

        Assert.Equal((" one & <two>", "other"), (answer["R/A"], answer["B/A"]));
        Assert.Null(answer["R/Empty"]);
        Assert.Null(answer["R/None"]);
        Assert.Null(answer["A"]);
    }

    [Fact]
    public void The_first_of_two_elements_counts() =>
        Assert.Equal("one", Read("<R><A>one</A><A>two</A></R>")["R/A"]);

    [Fact]
    public void The_request_s_id_is_in_the_answer_or_in_its_header()
    {
        Assert.Equal("id-1", Read("<R><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></R>", id: "id-2").RequestId);
        Assert.Equal("id-2", Read("<R/>", id: "id-2").RequestId);
        Assert.Equal("", Read("<R/>").RequestId);
    }

    [Theory]
    [InlineData("<!DOCTYPE R [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><R>&a;</R>")]
    [InlineData("<R><secret>one</R>")]
    [InlineData("")]
    public void What_is_no_XML_or_wants_a_file_is_refused_and_not_quoted(string text)
    {
        var error = Assert.Throws<StsException>(() => Read(text));

        Assert.Equal("StsUnreachable", error.Fault.Kind.Id);
        Assert.Matches("no XML .*line [0-9]", error.Fault.Message);
        Assert.DoesNotContain("secret", error.Fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<ErrorResponse><Error><Code>AccessDenied</Code><Message>No.</Message></Error><RequestId>id-3</RequestId></ErrorResponse>", "AccessDenied", "^No\\.$", "id-3")]
    [InlineData("<ErrorResponse><Error><Code>AccessDenied</Code><Message>No.</Messa", "Http403", "403 Forbidden", "")]
    [InlineData("<html>no</html>", "Http403", "403 Forbidden", "")]
    public void A_refusal_says_what_STS_said_or_its_status(string text, string code, string message, string id)
    {
        var fault = Assert.Throws<StsException>(() => Read(text, HttpStatusCode.Forbidden)).Fault;

        Assert.Equal((code, 403, id), (fault.Code, fault.Status, fault.RequestId));
        Assert.Matches(message, fault.Message);
    }

    private static StsAnswer Read(string text, HttpStatusCode status = HttpStatusCode.OK, string? id = null)
    {
        using var message = new HttpResponseMessage(status) { Content = new StringContent(text) };
        if (id is not null) message.Headers.TryAddWithoutValidation("x-amzn-RequestId", id);
        return StsAnswer.Read(message, SecretsOfCall.None);
    }
}
