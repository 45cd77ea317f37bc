using System.Text.Json;
using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Sessions;

/// <summary>Writes sessions in plain text for other programs: one of the two ways by which secrets leave on purpose.</summary>
internal static class CredentialFormatter
{
    /// <summary>Lines end with a line feed on every platform, the last one without. Throws ValueUnwritable.</summary>
    public static string Format(SessionCredentials credentials, CredentialFormat format, string? region = null)
    {
        var values = SessionVariables.For(credentials, region, []);
        return format switch
        {
            CredentialFormat.CredentialProcess => FormatProcess(credentials),
            CredentialFormat.Json => FormatJson(credentials),
            CredentialFormat.Environment => Join(values, QuotedText.FindLineFault, (name, value) => $"{name}={value}", null),
            CredentialFormat.Dotenv => Join(
                values, QuotedText.FindDotenvFault, (name, value) => $"{name}={QuotedText.ForDotenv(value)}", null),
            CredentialFormat.Bash => Join(
                values,
                QuotedText.FindFault,
                (name, value) => $"export {name}={QuotedText.ForShell(value)}",
                names => $"unset {string.Join(' ', names)}"),
            CredentialFormat.PowerShell => Join(
                values,
                QuotedText.FindFault,
                (name, value) => $"$Env:{name} = {QuotedText.ForPowerShell(value)}",
                names => $"Remove-Item -ErrorAction Ignore -Path {string.Join(',', names.Select(name => $"Env:{name}"))}"),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }

    public static IReadOnlyList<KeyValuePair<string, string>> ToPlainText(SessionCredentials credentials) =>
    [
        new(nameof(credentials.RoleArn), credentials.RoleArn),
        new(nameof(credentials.AssumedRoleArn), credentials.AssumedRoleArn),
        new(nameof(credentials.Account), credentials.Account),
        new(nameof(credentials.RoleSessionName), credentials.RoleSessionName),
        new(nameof(credentials.AccessKeyId), credentials.AccessKeyId),
        new(nameof(credentials.SecretAccessKey), credentials.SecretAccessKey.Reveal()),
        new(nameof(credentials.SessionToken), credentials.SessionToken.Reveal()),
        new(nameof(credentials.Expiration), SessionCredentials.FormatExpiration(credentials.Expiration)),
        new(nameof(credentials.RequestId), credentials.RequestId),
    ];

    private static string Join(
        IReadOnlyDictionary<string, string?> values,
        Func<string, string?> findFault,
        Func<string, string, string> set,
        Func<IEnumerable<string>, string>? unset)
    {
        var present = values.Where(pair => pair.Value is not null).ToArray();
        foreach (var (name, value) in present) Check(name, findFault(value!));
        var lines = present.Select(pair => set(pair.Key, pair.Value!));
        if (unset is not null) lines = lines.Prepend(unset(values.Where(pair => pair.Value is null).Select(pair => pair.Key)));
        return string.Join('\n', lines);
    }

    private static void Check(string name, string? fault)
    {
        if (fault is not null) throw FindingCatalogue.ValueUnwritable.Error(name, $"{name} has {fault}.");
    }

    private static string FormatProcess(SessionCredentials credentials) => WriteJson(writer =>
    {
        writer.WriteNumber("Version", 1);
        Write(writer, "AccessKeyId", credentials.AccessKeyId);
        Write(writer, "SecretAccessKey", credentials.SecretAccessKey.Reveal());
        Write(writer, "SessionToken", credentials.SessionToken.Reveal());
        Write(writer, "Expiration", SessionCredentials.FormatExpiration(credentials.Expiration));
        Write(writer, "AccountId", credentials.Account);
    });

    private static string FormatJson(SessionCredentials credentials) => WriteJson(writer =>
    {
        foreach (var (name, value) in ToPlainText(credentials)) Write(writer, name, value);
    });

    private static void Write(Utf8JsonWriter writer, string name, string value)
    {
        Check(name, QuotedText.FindHalfSurrogate(value));
        writer.WriteString(name, value);
    }

    private static string WriteJson(Action<Utf8JsonWriter> write) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
    });
}
