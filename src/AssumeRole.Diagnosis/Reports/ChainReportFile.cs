using System.Text;
using AssumeRole.Files;
using AssumeRole.Findings;

namespace AssumeRole.Reports;

/// <summary>Writes a report to a file in the format of the file's extension. The file is replaced as a whole, by renaming.</summary>
internal static class ChainReportFile
{
    /// <summary>Throws if no report could be written to a file, so that the user learns it before the chain is walked.</summary>
    /// <exception cref="AssumeRoleException">ReportPathInvalid.</exception>
    public static void Check(string path)
    {
        _ = FormatFor(path);
        TryAt(path, full =>
        {
            if (Directory.Exists(full)) throw Invalid(path, "There is a folder of that name.");
            if (!Directory.Exists(Path.GetDirectoryName(full))) throw Invalid(path, $"There is no folder {Path.GetDirectoryName(full)}.");
            if (File.Exists(full) && File.GetAttributes(full).HasFlag(FileAttributes.ReadOnly)) throw Invalid(path, "The file is read-only.");
            var aside = $"{full}.{Guid.NewGuid():N}.new";
            File.WriteAllBytes(aside, []);
            File.Delete(aside);
        });
    }

    /// <exception cref="AssumeRoleException">ReportPathInvalid.</exception>
    public static void Write(string path, ChainReport report)
    {
        var format = FormatFor(path);
        Check(path);
        TryAt(path, full => AtomicFile.Write(full, Encoding.UTF8.GetBytes(format(report)), mode: null));
    }

    private static Func<ChainReport, string> FormatFor(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".HTML" or ".HTM" => HtmlReport.Format,
        ".JSON" => JsonReport.Format,
        ".MD" => MarkdownReport.Format,
        "" => throw Invalid(path, "Its name has no ending."),
        var ending => throw Invalid(path, $"Its name ends in {ending.ToLowerInvariant()}."),
    };

    private static void TryAt(string path, Action<string> act)
    {
        try
        {
            act(Path.GetFullPath(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FindingCatalogue.ReportPathInvalid.Error(path, error.Message, inner: error);
        }
    }

    private static AssumeRoleException Invalid(string path, string evidence) => FindingCatalogue.ReportPathInvalid.Error(path, evidence);
}
