using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Rotation;

namespace AssumeRole.Parameters;

/// <summary>Makes Core's values of PowerShell's.</summary>
internal static class ParameterValues
{
    /// <summary>The tags of a dictionary, in the order of their keys.</summary>
    /// <exception cref="AssumeRoleException">TagInvalid.</exception>
    public static IReadOnlyList<SessionTag> ToTags(Hashtable? table) => table is null ? [] : ReadTags(table);

    /// <summary>The keys of a request's context, each with its values; $null means that the request has no such key.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ToContext(Hashtable? table) =>
        (table ?? []).Cast<DictionaryEntry>().ToDictionary(
            entry => ToText(entry.Key),
            IReadOnlyList<string> (entry) => (entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value) switch
            {
                null => [],
                string text => [text],
                IEnumerable values => [.. values.Cast<object?>().Select(ToText)],
                var other => [ToText(other)],
            },
            StringComparer.OrdinalIgnoreCase);

    /// <summary>A team's configuration: a file, JSON, or an object (of ConvertFrom-Json, or a hashtable) that becomes JSON.</summary>
    /// <param name="team">What was given.</param>
    /// <param name="resolve">Makes a path of PowerShell's an absolute one.</param>
    public static TeamSource ToTeam(object team, Func<string, string> resolve)
    {
        var value = team is PSObject { BaseObject: string or FileSystemInfo } wrapped ? wrapped.BaseObject : team;
        var text = value switch
        {
            string given => given,
            FileSystemInfo file => file.FullName,
            _ => null,
        };
        if (text is null) return new TeamSource(ToJson(value), "-Team");
        return TeamSource.Parse(text) is { IsPath: true } ? TeamSource.Parse(resolve(text)) : TeamSource.Parse(text);
    }

    private static IReadOnlyList<SessionTag> ReadTags(Hashtable table) => table switch
    {
        MisboundTags => throw FindingCatalogue.TagInvalid.Error(
            "Tag", "-Tag is no hashtable.", remedy: "Write -Tag @{ Project = 'billing'; Stage = 'test' }."),
        _ =>
        [
            .. table.Cast<DictionaryEntry>()
                .Select(entry => new SessionTag(ToText(entry.Key), ToText(entry.Value)))
                .OrderBy(tag => tag.Key, StringComparer.Ordinal),
        ],
    };

    private static string ToJson(object value) => (string)ScriptBlock.Create("param($value) ConvertTo-Json $value -Depth 9 -Compress")
        .Invoke(value)[0].BaseObject;

    /// <summary>The keys of a session or of a PSCredential with the access key id as user name.</summary>
    /// <exception cref="AssumeRoleException">CredentialInvalid.</exception>
    public static AwsKeys ToKeys(object? credential) => (credential is PSObject wrapped ? wrapped.BaseObject : credential) switch
    {
        SessionCredentials session => session.ToKeys(),
        PSCredential { UserName.Length: > 0, Password.Length: > 0 } given =>
            AwsKeys.ForUser(given.UserName, given.GetNetworkCredential().Password),
        var other => throw FindingCatalogue.CredentialInvalid.Error("Credential", $"-Credential is {Describe(other)}."),
    };

    /// <summary>The token of a SecureString.</summary>
    /// <exception cref="AssumeRoleException">WebIdentityInvalid.</exception>
    public static Secret ToSecret(SecureString token) => token.Length > 0
        ? new Secret(new NetworkCredential(string.Empty, token).Password)
        : throw FindingCatalogue.WebIdentityInvalid.Error(
            "WebIdentityToken",
            "-WebIdentityToken is empty or no SecureString.",
            remedy: "Write -WebIdentityToken (ConvertTo-SecureString $env:TOKEN -AsPlainText -Force).");

    private static string ToText(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;

    private static string Describe(object? value) => value switch
    {
        null => "empty",
        PSCredential => "a PSCredential without user name or password",
        _ => $"a {value.GetType().Name}",
    };
}
