namespace AssumeRole.Tests;

/// <summary>A package as a project's packages.lock.json pins it.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Version">The version that is restored.</param>
/// <param name="ContentHash">The SHA-512 of its content, in base 64.</param>
internal sealed record LockedPackage(string Name, string Version, string ContentHash);
