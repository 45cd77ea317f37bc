using AssumeRole.Credentials;
using AssumeRole.Findings;

namespace AssumeRole.Sessions;

/// <summary>A view of environment variables: the process's own, the one before this module, or a test's.</summary>
public interface IEnvironmentVariables
{
    /// <summary>The names that are set.</summary>
    IReadOnlyCollection<string> Names { get; }

    /// <summary>The home folder that the system has for this process's account, or null if that is not known.</summary>
    string? AccountHome => null;

    /// <summary>A variable's value, or null if it is unset.</summary>
    string? Get(string name);

    /// <summary>Sets a variable, or unsets it with null.</summary>
    /// <remarks>On .NET 8 an empty value unsets the variable; from .NET 9 on it stays set and empty.</remarks>
    void Set(string name, string? value);
}

internal sealed class ProcessEnvironmentVariables : IEnvironmentVariables
{
    public IReadOnlyCollection<string> Names => [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()];

    // Where HOME is unset or empty, .NET asks getpwuid_r.
    public string? AccountHome => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    public string? Get(string name) => Environment.GetEnvironmentVariable(name);

    public void Set(string name, string? value) => Environment.SetEnvironmentVariable(name, value);
}

internal static class EnvironmentVariablesExtensions
{
    /// <summary>A variable's value, or null if it is unset or empty: Concourse passes an unfilled param as an empty text.</summary>
    public static string? GetNonEmpty(this IEnvironmentVariables variables, string name) =>
        variables.Get(name) is { Length: > 0 } value ? value : null;

    /// <summary>The value of a variable that selects an identity, or null if it is unset.</summary>
    public static string? GetFilled(this IEnvironmentVariables variables, string name)
    {
        var value = variables.Get(name);
        return value is not { Length: 0 }
            ? value
            : throw FindingCatalogue.VariableInvalid.Error(name, $"{name} is set and is empty.", remedy: $"Give {name} a value, or unset it.");
    }

    /// <summary>Whether a variable says yes, in the ways the AWS SDKs know: true or 1.</summary>
    public static bool IsTrue(this IEnvironmentVariables variables, string name) =>
        variables.GetNonEmpty(name) is { } value
        && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));
}

internal static class HomeFolder
{
    /// <summary>
    /// HOME, or USERPROFILE, or else the account's home as the system has it, as boto3 and ssh take it. Never a relative path: that would
    /// be in the working directory, which may be a checked-out repository.
    /// </summary>
    public static string? Find(IEnvironmentVariables variables) =>
        Absolute(variables.Get("HOME")) ?? Absolute(variables.Get("USERPROFILE")) ?? Absolute(variables.AccountHome);

    public static string? Absolute(string? path) => Path.IsPathFullyQualified(path ?? string.Empty) ? path : null;
}

/// <summary>The variables that hand a session to other programs, and those that would keep it from them.</summary>
public static class SessionVariables
{
    internal const string AccessKeyId = "AWS_ACCESS_KEY_ID";
    internal const string SecretAccessKey = "AWS_SECRET_ACCESS_KEY";
    internal const string SessionToken = "AWS_SESSION_TOKEN";

    /// <summary>The AWS CLI's own name for it.</summary>
    internal const string Expiration = "AWS_CREDENTIAL_EXPIRATION";

    /// <summary>The region, as the SDKs read it.</summary>
    internal const string Region = "AWS_REGION";

    /// <summary>The region, as the AWS CLI and boto3 read it.</summary>
    internal const string DefaultRegion = "AWS_DEFAULT_REGION";

    /// <summary>
    /// Variables that outrank or contradict the keys: a profile beats environment keys in the AWS CLI, AWS_SECURITY_TOKEN is read
    /// as a second session token by older SDKs, AWS_ACCOUNT_ID names the wrong account, and a role or container that is still
    /// configured is taken by programs that look there first.
    /// </summary>
    public static IReadOnlyList<string> Outranking { get; } =
    [
        "AWS_PROFILE",
        "AWS_DEFAULT_PROFILE",
        "AWS_SECURITY_TOKEN",
        "AWS_ACCOUNT_ID",
        "AWS_ROLE_ARN",
        "AWS_ROLE_SESSION_NAME",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    ];

    private const string ContainerPrefix = "AWS_CONTAINER_";

    /// <summary>The values that put a session in force: a text to set, null to unset. Without a region it is left alone.</summary>
    internal static IReadOnlyDictionary<string, string?> For(
        SessionCredentials credentials, string? region, IEnumerable<string> presentNames)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var name in Outranking) values[name] = null;
        foreach (var name in presentNames)
            if (name.StartsWith(ContainerPrefix, StringComparison.Ordinal)) values[name] = null;
        values[AccessKeyId] = credentials.AccessKeyId;
        values[SecretAccessKey] = credentials.SecretAccessKey.Reveal();
        values[SessionToken] = credentials.SessionToken.Reveal();
        values[Expiration] = SessionCredentials.FormatExpiration(credentials.Expiration);
        if (region is null) return values;
        values[Region] = region;
        values[DefaultRegion] = region;
        return values;
    }
}
