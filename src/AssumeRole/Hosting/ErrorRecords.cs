using System.Management.Automation;
using AssumeRole.Findings;

namespace AssumeRole.Hosting;

/// <summary>Makes PowerShell's error records of findings.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of a finding: its id as ErrorId, its category, target and remedy.</summary>
    public static ErrorRecord From(AssumeRoleException error) => new(
        error,
        error.Finding.Id,
        // The names are the same; a test holds that.
        Enum.Parse<ErrorCategory>(error.Finding.Kind.Category.ToString()),
        error.Finding.Target)
    {
        // What is shown: the remedy belongs to it, because PowerShell's own view leaves RecommendedAction out.
        ErrorDetails = new ErrorDetails(error.Finding.ToString()) { RecommendedAction = error.Finding.Remedy },
    };
}
