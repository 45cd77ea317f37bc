using AssumeRole.Credentials;

namespace AssumeRole.Sources;

/// <summary>One place where the worker's own identity may be.</summary>
internal interface IBaseCredentialSource
{
    CredentialSource Source { get; }

    /// <exception cref="Findings.AssumeRoleException">The source is configured and fails.</exception>
    Task<SourceAnswer> TryGetAsync(CancellationToken cancellationToken);
}
