using System.Globalization;
using AssumeRole.Files;
using AssumeRole.Findings;

namespace AssumeRole.Roles;

/// <summary>
/// Everything that one sts:AssumeRole (or, with <see cref="WebIdentity"/>, sts:AssumeRoleWithWebIdentity) takes. Checked when a
/// <see cref="RoleChain"/> is planned; the limits are those of the STS API reference, AssumeRole.
/// </summary>
public sealed record RoleRequest
{
    /// <summary>The role to assume.</summary>
    public required RoleArn Role { get; init; }

    /// <summary>The name that the session has in CloudTrail and in the assumed-role ARN.</summary>
    public required string SessionName { get; init; }

    /// <summary>How long the session lasts, or null for the service's default of one hour.</summary>
    public SessionDuration? Duration { get; init; }

    /// <summary>The external id that the trust policy asks for, or null.</summary>
    public string? ExternalId { get; init; }

    /// <summary>A JSON policy that narrows the session, or null.</summary>
    public string? Policy { get; init; }

    /// <summary>ARNs of managed policies that narrow the session.</summary>
    public IReadOnlyList<string> PolicyArns { get; init; } = [];

    /// <summary>Session tags.</summary>
    public IReadOnlyList<SessionTag> Tags { get; init; } = [];

    /// <summary>Keys of the tags that later hops inherit.</summary>
    public IReadOnlyList<string> TransitiveTagKeys { get; init; } = [];

    /// <summary>The person or system behind the session; later hops keep it.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>The MFA device that answers for this call, or null.</summary>
    public MfaDevice? Mfa { get; init; }

    /// <summary>The token that stands for the caller, or null when keys sign the call.</summary>
    public WebIdentity? WebIdentity { get; init; }
}

/// <summary>How long a session shall last: 900 to 43200 seconds (STS API reference, AssumeRole, DurationSeconds).</summary>
/// <param name="Seconds">Whole seconds.</param>
public readonly record struct SessionDuration(int Seconds)
{
    internal const int Minimum = 900;

    /// <summary>The role's own maximum may be less.</summary>
    internal const int Maximum = 43200;

    /// <summary>That of the bash helper; valid for a chained role too.</summary>
    internal const int Default = 3600;

    /// <exception cref="AssumeRoleException">DurationInvalid.</exception>
    internal static SessionDuration Parse(string text, string origin)
    {
        if (!int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            throw FindingCatalogue.DurationInvalid.Error(text, $"{origin} is '{text}', which is not an integer.");
        return seconds is >= Minimum and <= Maximum
            ? new SessionDuration(seconds)
            : throw FindingCatalogue.DurationInvalid.Error(text, $"{origin} is {seconds}.");
    }
}

/// <summary>One session tag.</summary>
/// <param name="Key">1 to 128 characters; keys differ by more than case.</param>
/// <param name="Value">0 to 256 characters.</param>
public sealed record SessionTag(string Key, string Value);

/// <summary>The MFA device that answers for the first hop.</summary>
/// <param name="SerialNumber">The device's ARN or hardware serial number.</param>
/// <param name="TokenCode">Its six digits, or null to be asked for when the call is made.</param>
public sealed record MfaDevice(string SerialNumber, string? TokenCode);

/// <summary>An OIDC token that stands for the caller at the first hop: the token itself or the file that holds it.</summary>
/// <param name="Token">The token, or null if a file holds it.</param>
/// <param name="TokenFile">The file, or null. Every call reads it: its writer renews it.</param>
public sealed record WebIdentity(Secret? Token, string? TokenFile)
{
    // STS API reference, AssumeRoleWithWebIdentity: WebIdentityToken has 4 to 20000 characters.
    private const int MinimumLength = 4;
    private const int MaximumLength = 20000;
    private const int LongestFile = 64 * 1024;

    /// <exception cref="AssumeRoleException">WebIdentityInvalid.</exception>
    internal async Task<Secret> ReadAsync(CancellationToken cancellationToken)
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
