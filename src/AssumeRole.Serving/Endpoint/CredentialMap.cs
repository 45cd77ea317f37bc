using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AssumeRole.Files;
using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Endpoint;

/// <summary>
/// The map of a credential server: a JSON object of path (/team-a) or listener (:9101) to the request for a role. It is checked as a
/// whole, so that nothing listens if any of it is wrong.
/// </summary>
internal static partial class CredentialMap
{
    private const int MaxReportedProblems = 5;
    private const int MaxCharacters = 1 << 20;
    private const int MaxBytes = 4 * MaxCharacters;

    // People write maps by hand, so comments and trailing commas are fine.
    private static readonly JsonDocumentOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads a map from a file. aws_assume_role_* variables are the defaults of its entries.</summary>
    /// <exception cref="AssumeRoleException">MapInvalid or RenewalImpossible.</exception>
    public static async Task<IReadOnlyList<CredentialMapEntry>> ReadAsync(
        string path, IEnvironmentVariables variables, CancellationToken cancellationToken)
    {
        try
        {
            return Parse(await BoundedFile.ReadTextAsync(path, MaxBytes, cancellationToken).ConfigureAwait(false), path, variables);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw FindingCatalogue.MapInvalid.Error(path, error.Message, inner: error);
        }
    }

    /// <summary>Reads a map. Errors name it by its source.</summary>
    /// <exception cref="AssumeRoleException">MapInvalid, with the JSON path of each problem, or RenewalImpossible.</exception>
    public static IReadOnlyList<CredentialMapEntry> Parse(string json, string source, IEnvironmentVariables variables)
    {
        if (json.Length > MaxCharacters)
            throw FindingCatalogue.MapInvalid.Error(source, $"It has more than {MaxCharacters} characters.");
        try
        {
            // By way of bytes, because a text with half a character in it is an ArgumentException and no JsonException.
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json), Tolerant);
            var problems = new CredentialMapProblems();
            var entries = ReadEntries(new CredentialMapValue(document.RootElement, "$", problems), variables);
            problems.ThrowIfAny(source, MaxReportedProblems);
            return entries;
        }
        catch (JsonException error)
        {
            throw FindingCatalogue.MapInvalid.Error(source, $"It is not JSON: {error.Message}", inner: error);
        }
        catch (InvalidOperationException error)
        {
            // System.Text.Json finds half a character that is escaped (\ud800) only when the text is read.
            throw FindingCatalogue.MapInvalid.Error(source, "A text in it is not Unicode.", inner: error);
        }
    }

    private static List<CredentialMapEntry> ReadEntries(CredentialMapValue map, IEnvironmentVariables variables)
    {
        var entries = new List<CredentialMapEntry>();
        var isEmpty = true;
        foreach (var (key, value) in map.Members())
        {
            isEmpty = false;
            var listener = CredentialListener.Parse(key);
            var isPath = PathPattern().IsMatch(key);
            if (listener is null && !isPath) value.Report("the name is neither a path such as /team-a nor a port such as :9101");
            else if (isPath && key == HealthReport.Path) value.Report("this path is the server's own");
            else if (listener is not null && entries.Any(other => Overlaps(other.Listener, listener)))
                value.Report("this port is there twice");
            if (CredentialMapEntry.ReadRequest(value, variables) is { } request)
                entries.Add(new CredentialMapEntry(key, isPath ? key : null, listener, request));
        }

        if (isEmpty && map.IsObject) map.Report("there is no role in it");
        return entries;
    }

    /// <summary>Whether two listeners exclude each other: they do not if each names one address of its own.</summary>
    private static bool Overlaps(CredentialListener? one, CredentialListener other) =>
        one is not null && one.Port == other.Port && (!one.IsOneAddress || !other.IsOneAddress || one.Address!.Equals(other.Address));

    [GeneratedRegex(@"\A(?=.{2,256}\z)(?:/(?!\.{1,2}(?:/|\z))[A-Za-z0-9._~-]+)+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PathPattern();
}
