namespace AssumeRole.Sandbox.Stores;

/// <summary>A value of a secret.</summary>
/// <param name="Id">The version's id, which is the request token that made it.</param>
/// <param name="Value">The value.</param>
/// <param name="CreatedAt">When it was written.</param>
internal sealed record SecretVersion(string Id, string Value, DateTimeOffset CreatedAt);
