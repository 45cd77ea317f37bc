using System.Management.Automation;
using AssumeRole.Findings;

namespace AssumeRole.Hosting;

/// <summary>Makes PowerShell's error records of findings.</summary>
internal static class ErrorRecords
{
    // From 7.5 on PowerShell's own view prints RecommendedAction under the message; before, the message must hold it.
    private static readonly bool ViewShowsRecommendation = typeof(PSObject).Assembly.GetName().Version >= new Version(7, 5);

    /// <summary>The record of a finding: its id as ErrorId, its category, target and remedy.</summary>
    public static ErrorRecord From(AssumeRoleException error, PSCmdlet cmdlet)
    {
        var finding = error.Finding;
        var record = new ErrorRecord(
            error,
            finding.Id,
            // The names are the same; a test holds that.
            Enum.Parse<ErrorCategory>(finding.Kind.Category.ToString()),
            finding.Target)
        {
            ErrorDetails = new ErrorDetails(ViewShowsRecommendation ? finding.Message : finding.ToString())
            {
                RecommendedAction = PlainText.CleanLines(finding.Remedy),
            },
        };
        // PowerShell would make it of the target object, which is exact.
        record.CategoryInfo.TargetName = PlainText.OnOneLine(finding.Target);
        record.CategoryInfo.Activity = cmdlet.MyInvocation.MyCommand.Name;
        return record;
    }
}
