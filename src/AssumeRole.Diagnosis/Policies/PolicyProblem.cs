namespace AssumeRole.Policies;

/// <summary>One reason for which AWS would refuse a document (MalformedPolicyDocument).</summary>
/// <param name="Kind">What sort of problem it is.</param>
/// <param name="Path">Where, as a JSON path such as $.Statement[0].Resources.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
public sealed record PolicyProblem(PolicyProblemKind Kind, string Path, string Message)
{
    /// <summary>The word that IAM does not know, where that is the problem.</summary>
    public string? Unknown { get; init; }

    /// <summary>The word that was probably meant, if one is near.</summary>
    public string? Meant { get; init; }

    /// <summary>Path and message as one line.</summary>
    public override string ToString() => $"{Path}: {Message}";
}
