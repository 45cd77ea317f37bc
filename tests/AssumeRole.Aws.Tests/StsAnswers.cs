using System.Net;
using AssumeRole.Http;

namespace AssumeRole.Aws.Tests;

/// <summary>Answers in the words of STS.</summary>
internal static class StsAnswers
{
    private const string Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    /// <summary>When a granted session ends: the servers of these tests date their answers by this machine's clock.</summary>
    public static readonly DateTime End = DateTime.UnixEpoch.AddSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3600);

    public static readonly string Credentials = CredentialsUntil($"{End:yyyy-MM-ddTHH:mm:ssZ}");

    private const string User =
        "<AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:task</AssumedRoleId>"
        + "<Arn>arn:aws:sts::222222222222:assumed-role/deploy/task</Arn></AssumedRoleUser>";

    public static HttpResponse Granted(HttpRequest request) => Granted(request, User + Credentials);

    /// <summary>The credentials of a granted call, with an end of the test's own.</summary>
    public static string CredentialsUntil(string end) =>
        "<Credentials><AccessKeyId>ASIAISSUED</AccessKeyId><SecretAccessKey>sec/ret+</SecretAccessKey>"
        + $"<SessionToken>tok/en+==</SessionToken><Expiration>{end}</Expiration></Credentials>";

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
