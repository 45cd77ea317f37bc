using AssumeRole.Files;
using AssumeRole.Findings;

namespace AssumeRole.Roles;

/// <summary>An OIDC token that stands for the caller at the first hop: the token itself or the file that holds it.</summary>
/// <param name="Token">The token, or null if a file holds it.</param>
/// <param name="TokenFile">The file, read anew for every call because its writer renews it, or null.</param>
public sealed record WebIdentity(Secret? Token, string? TokenFile)
{
    // STS API reference, AssumeRoleWithWebIdentity: WebIdentityToken has 4 to 20000 characters.
    private const int MinimumLength = 4;
    private const int MaximumLength = 20000;
    private const int LongestFile = 64 * 1024;

    /// <summary>Gives the token, from its file if need be.</summary>
    /// <exception cref="AssumeRoleException">WebIdentityInvalid.</exception>
    public async Task<Secret> ReadAsync(CancellationToken cancellationToken)
    {
        if (Token is not null) return Checked(Token.Reveal(), "The token");
        try
        {
            var text = await BoundedFile.ReadTextAsync(TokenFile!, LongestFile, cancellationToken).ConfigureAwait(false);
            return Checked(text.Trim(), $"The token in {TokenFile}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FindingCatalogue.WebIdentityInvalid.Error(TokenFile!, error.Message, inner: error);
        }
    }

    private static Secret Checked(string text, string what) => text.Length is >= MinimumLength and <= MaximumLength
        ? new Secret(text)
        : throw FindingCatalogue.WebIdentityInvalid.Error(
            "WebIdentityToken", $"{what} has {text.Length} characters; STS takes {MinimumLength} to {MaximumLength}.");
}
