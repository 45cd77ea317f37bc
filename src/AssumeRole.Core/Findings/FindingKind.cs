namespace AssumeRole.Findings;

/// <summary>
/// One entry of the catalogue: a fault that the program can name. Its <see cref="Id"/> is at once the ErrorId of cmdlets, the
/// FindingId of chain steps and the heading under which help explains it.
/// </summary>
/// <param name="Id">A noun that says the fault, stable across releases.</param>
/// <param name="Category">The sort of fault.</param>
/// <param name="Cause">What is wrong, as one sentence that holds wherever the fault occurs.</param>
/// <param name="Remedy">What to do next, as one or two sentences.</param>
public sealed record FindingKind(string Id, FaultCategory Category, string Cause, string Remedy)
{
    // No ARN of a role is longer: a path of 512 characters and a name of 64 (IAM API reference, CreateRole).
    private const int LongestTarget = 640;

    /// <summary>What a user typically sees when this is the fault, as a sentence or two for about_AssumeRole_Troubleshooting.</summary>
    public string Symptom { get; init; } = string.Empty;

    /// <summary>Makes a finding of this kind for one target.</summary>
    /// <param name="target">What the finding is about: an ARN, a variable, an address.</param>
    /// <param name="evidence">What was seen. Never a secret.</param>
    /// <param name="cause">A more exact cause than the catalogue's, if there is one.</param>
    /// <param name="remedy">A more exact remedy than the catalogue's, if there is one.</param>
    /// <remarks>What is longer than any ARN is no target that a user could find again; it is cut, and where the evidence quotes it as well.</remarks>
    public Finding For(string target, string evidence, string? cause = null, string? remedy = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(evidence);
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
