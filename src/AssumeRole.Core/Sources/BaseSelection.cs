using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Sources;

/// <summary>The identity that a chain starts from, as the user chose it.</summary>
internal sealed record BaseSelection(
    CredentialSource Source = CredentialSource.Auto,
    string? ProfileName = null,
    AwsKeys? Given = null,
    bool FromSession = false)
{
    /// <summary>Refuses a choice that contradicts itself. A web identity token leaves no room for any other identity.</summary>
    public static BaseSelection Parse(string? source, string? profileName, AwsKeys? given, bool fromSession, bool webIdentity)
    {
        var parsed = ParseSource(source);
        if (profileName is { Length: 0 })
            throw FindingCatalogue.ProfileMissing.Error("ProfileName", "-ProfileName was given and is empty.");

        string?[] said =
        [
            source is null || (profileName is not null && parsed == CredentialSource.Profile) || (webIdentity && parsed == CredentialSource.WebIdentity)
                ? null
                : "-Source",
            profileName is null ? null : "-ProfileName",
            given is null ? null : "-Credential",
            fromSession ? "-Chain" : null,
            webIdentity ? "the web identity token" : null,
        ];
        var both = said.OfType<string>().ToArray();
        if (both.Length > 1)
            throw FindingCatalogue.ParameterConflict.Error(
                both[1].TrimStart('-'), $"{string.Join(" and ", both)} each say which identity to start from.");
        return new BaseSelection(profileName is null ? parsed : CredentialSource.Profile, profileName, given, fromSession);
    }

    private static CredentialSource ParseSource(string? text)
    {
        if (text is null) return CredentialSource.Auto;
        // Enum.Parse would take numbers too.
        foreach (var source in Enum.GetValues<CredentialSource>())
            if (source.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)) return source;
        throw FindingCatalogue.SourceInvalid.Error(text, $"-Source is '{text}'.");
    }
}
