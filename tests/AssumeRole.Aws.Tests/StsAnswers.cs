using System.Net;
using AssumeRole.Http;

namespace AssumeRole.Aws.Tests;

/// <summary>Answers in the words of STS.</summary>
internal static class StsAnswers
{
    private const string Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    public const string Credentials =
        "<Credentials><AccessKeyId>ASIAISSUED</AccessKeyId><SecretAccessKey>sec/ret+</SecretAccessKey>"
        + "<SessionToken>tok/en+==</SessionToken><Expiration>2026-03-04T06:06:07Z</Expiration></Credentials>";

    private const string User =
        "<AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:task</AssumedRoleId>"
        + "<Arn>arn:aws:sts::222222222222:assumed-role/deploy/task</Arn></AssumedRoleUser>";

    public static HttpResponse Granted(HttpRequest request) => Granted(request, User + Credentials);

    /// <summary>A granted call with a result of the test's own.</summary>
    public static HttpResponse Granted(HttpRequest request, string result)
    {
        var action = RecordingServer.FormOf(request)["Action"];
        return Xml(
            200,
            $"<{action}Response xmlns=\"{Namespace}\"><{action}Result>{result}</{action}Result>"
                + $"<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></{action}Response>");
    }

    public static HttpResponse Refused(int status, string code, string message) => Xml(
        status,
        $"<ErrorResponse xmlns=\"{Namespace}\"><Error><Type>Sender</Type><Code>{code}</Code>"
            + $"<Message>{WebUtility.HtmlEncode(message)}</Message></Error><RequestId>id-2</RequestId></ErrorResponse>");

    private static HttpResponse Xml(int status, string text) => HttpResponse.Text(status, "text/xml", text);
}
