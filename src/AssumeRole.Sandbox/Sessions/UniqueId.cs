using System.Text;
using AssumeRole.Cryptography;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sessions;

/// <summary>IAM's unique ids, made from the ARN so that a world has the same ones each time.</summary>
internal static class UniqueId
{
    private const int IdLength = 17;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string OfRole(IamArn arn) => "AROA" + Derive(arn);

    public static string OfUser(IamArn arn) => "AIDA" + Derive(arn);

    public static string OfInstanceProfile(IamArn arn) => "AIPA" + Derive(arn);

    /// <summary>An access key id of temporary credentials.</summary>
    public static string NewAccessKey() => "ASIA" + Encode(RandomBytes.Create(16));

    private static string Derive(IamArn arn) => Encode(Digest.Sha256(Encoding.UTF8.GetBytes(arn.Text)).AsSpan(0, IdLength));

    /// <summary>A character a byte: the alphabet's 32 divide 256, so all are as likely.</summary>
    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = stackalloc char[bytes.Length];
        for (var index = 0; index < bytes.Length; index++) characters[index] = Alphabet[bytes[index] % Alphabet.Length];
        return new string(characters);
    }
}
