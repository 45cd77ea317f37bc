using System.Runtime.CompilerServices;

namespace AssumeRole.Findings;

/// <summary>
/// One row of the catalogue: a fault that the program can name. Its <see cref="Id"/> is at once the ErrorId of cmdlets, the
/// FindingId of chain steps and the heading under which help explains it.
/// </summary>
/// <param name="ExitCode">What the executable exits with, one of <see cref="Findings.ExitCode"/>.</param>
/// <param name="Cause">What is wrong, as one sentence that holds wherever the fault occurs.</param>
/// <param name="Remedy">What to do next, as one or two sentences.</param>
/// <param name="Symptom">What a user typically sees when this is the fault, for about_AssumeRole_Troubleshooting.</param>
/// <param name="Id">A noun that says the fault, stable across releases: the row's own name.</param>
public sealed record FindingKind(
    FaultCategory Category, int ExitCode, string Cause, string Remedy, string Symptom, [CallerMemberName] string Id = "")
{
    // No ARN of a role is longer: a path of 512 characters and a name of 64 (IAM API reference, CreateRole).
    private const int LongestTarget = 640;

    /// <summary>Makes a finding of this kind for one target.</summary>
    /// <param name="target">What the finding is about: an ARN, a variable, an address. Cut where it is longer than any ARN.</param>
    /// <param name="evidence">What was seen. Never a secret.</param>
    /// <param name="cause">A more exact cause than the catalogue's, if there is one.</param>
    /// <param name="remedy">A more exact remedy than the catalogue's, if there is one.</param>
    public Finding For(string target, string evidence, string? cause = null, string? remedy = null)
    {
        (target, evidence) = (SecretMask.Of(target), SecretMask.Of(evidence));
        if (target.Length > LongestTarget)
        {
            var shown = PlainText.Shorten(target);
            (target, evidence) = (shown, evidence.Replace(target, shown, StringComparison.Ordinal));
        }

        return new(this, target, cause ?? Cause, evidence, remedy is null ? Remedy : SecretMask.Of(remedy));
    }

    /// <summary>Makes the exception that carries a finding of this kind.</summary>
    /// <inheritdoc cref="For"/>
    public AssumeRoleException Error(
        string target, string evidence, string? cause = null, string? remedy = null, Exception? inner = null) =>
        new(For(target, evidence, cause, remedy), inner);
}

/// <summary>The sort of a fault. The names are those of PowerShell's ErrorCategory; the module maps them one to one.</summary>
public enum FaultCategory
{
    /// <summary>A parameter or variable has a value that cannot be used.</summary>
    InvalidArgument,

    /// <summary>A file, a document or an answer is malformed.</summary>
    InvalidData,

    /// <summary>The request makes no sense in the present state.</summary>
    InvalidOperation,

    /// <summary>Something that was named does not exist.</summary>
    ObjectNotFound,

    /// <summary>AWS denies the action.</summary>
    PermissionDenied,

    /// <summary>AWS does not accept the credentials themselves.</summary>
    AuthenticationError,

    /// <summary>A service cannot serve now, or is switched off.</summary>
    ResourceUnavailable,

    /// <summary>Another runspace or process holds the resource.</summary>
    ResourceBusy,

    /// <summary>No connection, or it broke.</summary>
    ConnectionError,

    /// <summary>No answer in time.</summary>
    OperationTimeout,

    /// <summary>A limit of AWS is exceeded.</summary>
    LimitsExceeded,

    /// <summary>It works, and admits more than it should.</summary>
    SecurityError,
}

/// <summary>The exit codes of the executable: scripts tell faults apart by them.</summary>
public static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>Any other fault.</summary>
    public const int Other = 1;

    /// <summary>The request itself is wrong; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>There is no identity to start from, or it is not accepted.</summary>
    public const int NoBaseCredentials = 3;

    /// <summary>AWS denies the role.</summary>
    public const int Denied = 4;

    /// <summary>The instance metadata service cannot be used.</summary>
    public const int MetadataUnreachable = 5;

    /// <summary>STS or a store throttles, cannot serve or cannot be reached.</summary>
    public const int Unavailable = 6;
}
