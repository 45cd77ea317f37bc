using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssumeRole.Credentials;

namespace AssumeRole.Rotation;

internal enum SecretLayout
{
    /// <summary>The one of <see cref="Json"/>, of which no reader ever sees half, and the three of <see cref="Triple"/>.</summary>
    Both,

    /// <summary>One secret, a JSON object; Concourse reads its fields as ((account.access-key)).</summary>
    Json,

    /// <summary>Three secrets, -access-key, -secret-key and -session-token. Mixed if the run is killed between two of its writes.</summary>
    Triple,
}

/// <summary>The secrets that a session becomes in a layout: their names before there is a session, their values with it.</summary>
internal static class SecretParts
{
    private const string AccessKey = "access-key";
    private const string SecretKey = "secret-key";
    private const string SessionToken = "session-token";

    // The default encoder makes six characters of every plus in a token, and a standard parameter holds 4096.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Triple = [AccessKey, SecretKey, SessionToken];

    /// <summary>The names under a path; the one that holds everything comes first.</summary>
    public static IReadOnlyList<string> Names(string path, SecretLayout layout) => layout switch
    {
        SecretLayout.Json => [path],
        SecretLayout.Triple => [.. Triple.Select(part => $"{path}-{part}")],
        _ => [path, .. Triple.Select(part => $"{path}-{part}")],
    };

    public static Secret Value(string name, string path, SessionCredentials session) => name == path
        ? new Secret(Document(session))
        : name[(path.Length + 1)..] switch
        {
            AccessKey => new Secret(session.AccessKeyId),
            SecretKey => session.SecretAccessKey,
            _ => session.SessionToken,
        };

    private static string Document(SessionCredentials session) => Encoding.UTF8.GetString(JsonText.WriteObject(
        json =>
        {
            json.WriteString(AccessKey, session.AccessKeyId);
            json.WriteString(SecretKey, session.SecretAccessKey.Reveal());
            json.WriteString(SessionToken, session.SessionToken.Reveal());
            json.WriteString("expiration", SessionCredentials.FormatExpiration(session.Expiration));
            json.WriteString("role-arn", session.RoleArn);
        },
        Writing));
}
