using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AssumeRole.Credentials;
using AssumeRole.Cryptography;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Endpoint;

/// <summary>The JSON documents that clients read. Two of them hold a session's keys in plain text, because clients need them.</summary>
internal static class EndpointDocuments
{
    // Relaxed, as AWS writes it: base64 keeps its plus signs.
    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ContainerCredentials(SessionCredentials session) => Write(json =>
    {
        json.WriteString("RoleArn", session.RoleArn);
        WriteKeys(json, session);
        json.WriteString("AccountId", session.Account);
    });

    /// <summary>An error of the container dialect: botocore shows the whole document, the SDK for Go code and message.</summary>
    public static byte[] Error(string code, string message) => Write(json =>
    {
        json.WriteString("code", code);
        json.WriteString("message", message);
    });

    public static byte[] MetadataCredentials(SessionCredentials session, DateTime since) => Write(json =>
    {
        WriteSuccess(json, since);
        json.WriteString("Type", "AWS-HMAC");
        WriteKeys(json, session);
    });

    /// <summary>IMDS answers a missing session with 200 and a Code; SDKs show Code and Message.</summary>
    public static byte[] MetadataFailure(Finding finding, DateTime since) => Write(json =>
    {
        json.WriteString("Code", finding.Id);
        json.WriteString("Message", finding.ToString());
        json.WriteString("LastUpdated", SessionCredentials.FormatExpiration(since));
    });

    /// <summary>iam/info: programs read the account from the profile's ARN.</summary>
    public static byte[] MetadataInfo(SessionCredentials session, DateTime since)
    {
        var role = RoleArn.Parse(session.RoleArn);
        return Write(json =>
        {
            WriteSuccess(json, since);
            var profile = $"arn:{role.Partition}:iam::{role.Account}:instance-profile{role.Path}{role.Name}";
            json.WriteString("InstanceProfileArn", profile);
            json.WriteString("InstanceProfileId", ProfileId(profile));
        });
    }

    public static byte[] Write(Action<Utf8JsonWriter> writeMembers) => JsonText.WriteObject(writeMembers, Layout);

    /// <summary>IAM's ids of instance profiles are AIPA and 17 capitals or digits; this one is derived from the ARN.</summary>
    private static string ProfileId(string arn) => "AIPA" + Convert.ToHexString(Digest.Sha256(Encoding.UTF8.GetBytes(arn)))[..17];

    private static void WriteSuccess(Utf8JsonWriter json, DateTime since)
    {
        json.WriteString("Code", "Success");
        json.WriteString("LastUpdated", SessionCredentials.FormatExpiration(since));
    }

    private static void WriteKeys(Utf8JsonWriter json, SessionCredentials session)
    {
        json.WriteString("AccessKeyId", session.AccessKeyId);
        json.WriteString("SecretAccessKey", session.SecretAccessKey.Reveal());
        json.WriteString("Token", session.SessionToken.Reveal());
        json.WriteString("Expiration", SessionCredentials.FormatExpiration(session.Expiration));
    }
}
