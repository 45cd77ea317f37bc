using System.Text.RegularExpressions;

namespace AssumeRole.Testing;

/// <summary>
/// A folder from which Terraform can take the AWS provider, laid out as terraform providers mirror does it. Tests name it to Terraform
/// as its only source, so that nothing is downloaded.
/// </summary>
internal static partial class ProviderMirror
{
    private const string OwnVariable = "ASSUMEROLE_TERRAFORM_PLUGINS";

    /// <summary>Why a test is skipped where there is none.</summary>
    public const string Absence =
        "terraform has no mirror with the AWS provider: neither its CLI configuration (TF_CLI_CONFIG_FILE, ~/.terraformrc) nor " + OwnVariable + " names one";

    /// <summary>The first that has the AWS provider: of ours, of the mirrors that Terraform's CLI configuration names, of its implied ones.</summary>
    public static string? Find(Func<string, string?> variable, string home) =>
        new[] { variable(OwnVariable) }
            .Concat(ReadConfigured(variable, home))
            .Concat([Path.Combine(home, ".terraform.d", "plugins"), "/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins"])
            .FirstOrDefault(HasAwsProvider);

    public static string? Find() =>
        Find(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    private static IEnumerable<string> ReadConfigured(Func<string, string?> variable, string home)
    {
        var file = variable("TF_CLI_CONFIG_FILE") is { Length: > 0 } named ? named
            : OperatingSystem.IsWindows() ? Path.Combine(variable("APPDATA") ?? home, "terraform.rc")
            : Path.Combine(home, ".terraformrc");
        return File.Exists(file)
            ? FilesystemMirror().Matches(CommentLine().Replace(File.ReadAllText(file), "")).Select(match => match.Groups["path"].Value)
            : [];
    }

    private static bool HasAwsProvider(string? folder) => Directory.Exists(folder)
        && Directory.GetDirectories(folder).Any(host => Directory.Exists(Path.Combine(host, "hashicorp", "aws")));

    [GeneratedRegex("""^\s*(#|//).*$""", RegexOptions.Multiline)]
    private static partial Regex CommentLine();

    [GeneratedRegex("""\bfilesystem_mirror\s*\{[^}]*?\bpath\s*=\s*"(?<path>[^"]+)""")]
    private static partial Regex FilesystemMirror();
}
