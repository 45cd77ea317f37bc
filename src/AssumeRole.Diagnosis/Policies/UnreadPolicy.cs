namespace AssumeRole.Policies;

/// <summary>A policy that has a say and whose text, or a part of it, is not known: it may allow or deny anything.</summary>
/// <param name="Kind">Where it is attached.</param>
/// <param name="Name">Its name, ARN or address.</param>
/// <param name="Why">Why it was not read, as the rest of the sentence "... was not read: ".</param>
public sealed record UnreadPolicy(PolicyKind Kind, string Name, string Why);
