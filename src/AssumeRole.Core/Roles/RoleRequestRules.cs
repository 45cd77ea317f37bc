using System.Text.RegularExpressions;
using AssumeRole.Findings;

namespace AssumeRole.Roles;

/// <summary>The limits of the single fields of sts:AssumeRole (STS API reference, AssumeRole).</summary>
internal static partial class RoleRequestRules
{
    public static string SessionName(string text, string origin) => SessionNamePattern().IsMatch(text)
        ? text
        : throw FindingCatalogue.RoleSessionNameInvalid.Error(text, $"{origin} is '{text}', {text.Length} characters.");

    public static void CheckExternalId(string? text)
    {
        if (text is not null && !ExternalIdPattern().IsMatch(text))
            throw FindingCatalogue.ExternalIdInvalid.Error("ExternalId", $"It has {text.Length} characters.");
    }

    public static void CheckSourceIdentity(string? text)
    {
        if (text is null) return;
        if (!SessionNamePattern().IsMatch(text) || text.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            throw FindingCatalogue.SourceIdentityInvalid.Error(text, $"It is '{text}', {text.Length} characters.");
    }

    public static MfaDevice? Mfa(string? serialNumber, string? tokenCode, string origin = "-SerialNumber")
    {
        if (tokenCode is not null) CheckTokenCode(tokenCode);
        if (serialNumber is null) return null;
        if (!SerialNumberPattern().IsMatch(serialNumber))
            throw FindingCatalogue.MfaInvalid.Error(
                serialNumber, $"{origin} is '{serialNumber}', and not 9 to 256 of the characters A-Z a-z 0-9 _ + = / : , . @ -.");
        return new MfaDevice(serialNumber, tokenCode);
    }

    public static void CheckTokenCode(string tokenCode)
    {
        if (!TokenCodePattern().IsMatch(tokenCode))
            throw FindingCatalogue.MfaInvalid.Error("TokenCode", $"The code is not six digits: it has {tokenCode.Length} characters.");
    }

    // \w of AWS's own patterns is ASCII; .NET's is not.
    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]{2,64}\z")]
    private static partial Regex SessionNamePattern();

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@:/-]{2,1224}\z")]
    private static partial Regex ExternalIdPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_+=/:,.@-]{9,256}\z")]
    private static partial Regex SerialNumberPattern();

    [GeneratedRegex(@"^[0-9]{6}\z")]
    private static partial Regex TokenCodePattern();
}
