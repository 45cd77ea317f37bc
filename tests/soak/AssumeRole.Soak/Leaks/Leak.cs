namespace AssumeRole.Soak.Leaks;

/// <summary>A secret that was found where none may be.</summary>
/// <param name="Secret">What the secret is, never itself.</param>
/// <param name="Form">In which form it stands there.</param>
/// <param name="Offset">At which byte the part of it that was recognised begins.</param>
internal sealed record Leak(string Secret, string Form, int Offset);
