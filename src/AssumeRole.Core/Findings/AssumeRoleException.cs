namespace AssumeRole.Findings;

/// <summary>The one exception that the program throws on purpose. It carries a <see cref="Finding"/> and no secret.</summary>
public sealed class AssumeRoleException : Exception
{
    /// <summary>Wraps a finding.</summary>
    /// <param name="finding">What went wrong.</param>
    /// <param name="inner">The exception that showed it, if any. One whose message may hold a secret is left out.</param>
    public AssumeRoleException(Finding finding, Exception? inner = null)
        : base(finding?.Message, SecretMask.Of(inner))
    {
        ArgumentNullException.ThrowIfNull(finding);
        Finding = finding;
    }

    /// <summary>What went wrong, with its id, evidence and remedy.</summary>
    public Finding Finding { get; }
}
