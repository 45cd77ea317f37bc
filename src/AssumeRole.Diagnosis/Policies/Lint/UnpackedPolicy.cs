namespace AssumeRole.Policies.Lint;

/// <summary>The JSON that a text holds, and what it was packed in.</summary>
/// <param name="Json">The JSON, comments and commas too many perhaps included, or null if there is none.</param>
/// <param name="FirstLine">The line of the original text at which it begins, or null if that has no lines of its own.</param>
/// <param name="Faults">What is not as AWS would take it.</param>
internal sealed record UnpackedPolicy(string? Json, int? FirstLine, IReadOnlyList<FormatFault> Faults)
{
    public UnpackedPolicy With(FormatFault fault) => this with { Faults = [.. Faults, fault] };

    /// <summary>The end of the search: there is no JSON.</summary>
    public UnpackedPolicy End(FormatFault fault) => With(fault) with { Json = null };
}
