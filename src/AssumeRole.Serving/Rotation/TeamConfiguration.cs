using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>What one document says, right or wrong.</summary>
/// <param name="Teams">The teams that could be read.</param>
/// <param name="Pointers">Where further documents lie.</param>
/// <param name="Problems">Everything that is wrong with the document.</param>
internal sealed record TeamConfiguration(
    IReadOnlyList<Team> Teams, IReadOnlyList<ConfigurationPointer> Pointers, IReadOnlyList<Finding> Problems);
