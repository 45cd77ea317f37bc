using System.Security.Cryptography;
using System.Text;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sessions;

/// <summary>IAM's unique ids, made from the ARN so that a world has the same ones each time.</summary>
internal static class UniqueId
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string OfRole(IamArn arn) => "AROA" + Digest(arn);

    public static string OfUser(IamArn arn) => "AIDA" + Digest(arn);

    public static string OfInstanceProfile(IamArn arn) => "AIPA" + Digest(arn);

    /// <summary>An access key id of temporary credentials.</summary>
    public static string NewAccessKey() => "ASIA" + RandomNumberGenerator.GetString(Alphabet, 16);

    private static string Digest(IamArn arn)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(arn.Text));
        return string.Concat(hash.Take(17).Select(value => Alphabet[value % Alphabet.Length]));
    }
}
