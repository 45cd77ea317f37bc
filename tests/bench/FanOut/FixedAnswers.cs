using System.Text;

namespace FanOutBench;

/// <summary>What the server sends. Keys and tokens are of the usual size and the same each time.</summary>
internal static class FixedAnswers
{
    private static readonly string SecretKey = new('s', 40);
    private static readonly string Token = new('t', 700);

    public static ReadOnlyMemory<byte> Throttled { get; } = Encoding.ASCII.GetBytes(Message(
        "400 Bad Request",
        "text/xml",
        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>Throttling</Code>"
            + "<Message>Rate exceeded</Message></Error><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>"));

    public static ReadOnlyMemory<byte> Text(string text) => Encoding.ASCII.GetBytes(Message("200 OK", "text/plain", text));

    public static ReadOnlyMemory<byte> Session(string role)
    {
        var name = role[(role.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return Encoding.ASCII.GetBytes(Message(
            "200 OK",
            "text/xml",
            "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><AssumedRoleUser>"
                + $"<AssumedRoleId>AROAEXAMPLEEXAMPLE00:task</AssumedRoleId><Arn>arn:aws:sts::222222222222:assumed-role/{name}/task</Arn>"
                + "</AssumedRoleUser><Credentials><AccessKeyId>ASIAEXAMPLEEXAMPLE00</AccessKeyId>"
                + $"<SecretAccessKey>{SecretKey}</SecretAccessKey><SessionToken>{Token}</SessionToken>"
                + $"<Expiration>{DateTime.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials></AssumeRoleResult>"
                + "<ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata></AssumeRoleResponse>"));
    }

    private static string Message(string status, string type, string body) =>
        $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}";
}
