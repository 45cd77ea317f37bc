namespace AssumeRole.Policies;

/// <summary>An IAM policy document as it is written, lists normalised and nothing lost.</summary>
/// <param name="Version">Version as written, or null, which IAM takes for 2008-10-17.</param>
/// <param name="Id">Id, if there is one.</param>
/// <param name="Statements">The statements, in order.</param>
/// <param name="UnknownElements">Top-level elements that IAM does not know.</param>
public sealed record PolicyDocument(
    string? Version, string? Id, IReadOnlyList<PolicyStatement> Statements, IReadOnlyList<string> UnknownElements)
{
    /// <summary>The version of the policy language that has variables.</summary>
    public const string CurrentVersion = "2012-10-17";

    /// <summary>The version that a document without one has.</summary>
    public const string FirstVersion = "2008-10-17";

    /// <summary>Whether ${...} is a variable in this document; in the first version it is plain text.</summary>
    public bool HasVariables => Version == CurrentVersion;
}
