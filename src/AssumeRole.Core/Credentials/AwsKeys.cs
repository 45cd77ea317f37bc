using System.Globalization;
using AssumeRole.Findings;

namespace AssumeRole.Credentials;

/// <summary>The keys that sign a request.</summary>
public sealed record AwsKeys(string AccessKeyId, Secret SecretAccessKey, Secret? SessionToken)
{
    /// <summary>The keys of a user, as a PSCredential has them.</summary>
    internal static AwsKeys ForUser(string accessKeyId, string secretAccessKey) => Create(
        new KeyNames("The user name", "The password", string.Empty),
        accessKeyId,
        secretAccessKey,
        null,
        (_, fault) => FindingCatalogue.CredentialInvalid.Error("Credential", fault));

    /// <summary>Checks keys that came from outside: a part that no header takes is refused.</summary>
    internal static AwsKeys Create(KeyNames names, string id, string secret, string? token, Func<string, string, AssumeRoleException> refuse)
    {
        foreach (var (name, text) in new[] { (names.Id, id), (names.Secret, secret), (names.Token, token ?? string.Empty) })
            if (HeaderText.FindFault(text) is { } fault) throw refuse(name, $"{name} {fault}.");
        return new AwsKeys(id, new Secret(secret), string.IsNullOrEmpty(token) ? null : new Secret(token));
    }

    internal SecretsOfCall Secrets => SecretsOfCall.Of(SecretAccessKey.Reveal(), SessionToken?.Reveal());

    /// <summary>The last four characters of an access key id, as views and logs show it.</summary>
    public static string Shorten(string accessKeyId) => accessKeyId.Length <= 4 ? accessKeyId : "…" + accessKeyId[^4..];

    /// <summary>The shortened access key id.</summary>
    public override string ToString() => Shorten(AccessKeyId);
}

/// <summary>A source's names of the access key id, the secret access key and the session token.</summary>
internal sealed record KeyNames(string Id, string Secret, string Token)
{
    /// <summary>Container endpoints have these names too.</summary>
    public static KeyNames OfMetadata { get; } = new("AccessKeyId", "SecretAccessKey", "Token");

    public static KeyNames OfProcess { get; } = OfMetadata with { Token = "SessionToken" };

    /// <summary>IAM Identity Center's portal.</summary>
    public static KeyNames OfPortal { get; } = new("accessKeyId", "secretAccessKey", "sessionToken");
}

/// <summary>Text for an HTTP header. TryAddWithoutValidation writes a line end as it is, and what follows becomes a header.</summary>
internal static class HeaderText
{
    /// <summary>What keeps a text out of a header, without the text itself; null if nothing does.</summary>
    public static string? FindFault(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] is >= ' ' and <= '~') continue;
            var kind = text[index] switch
            {
                '\r' or '\n' => "a line end",
                < ' ' or '\u007F' => "a control character",
                _ => "a character that is not ASCII",
            };
            return string.Create(CultureInfo.InvariantCulture, $"has {kind}, U+{(int)text[index]:X4}, at place {index + 1} of {text.Length}");
        }

        return null;
    }
}
