using AssumeRole.Sources;

namespace AssumeRole.Rotation;

internal sealed record RotationRequest
{
    public const int DefaultThrottleLimit = 96;
    public const int MostThrottleLimit = 1000;

    public required IReadOnlyList<TeamSource> Teams { get; init; }

    public SecretStoreKind Store { get; init; }

    /// <summary>The folder of <see cref="SecretStoreKind.File"/>.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>The path template, or null for the variable's or the default.</summary>
    public string? PathTemplate { get; init; }

    public SecretLayout Layout { get; init; }

    /// <summary>How many accounts are rotated at the same time; fewer while a service throttles.</summary>
    public int ThrottleLimit { get; init; } = DefaultThrottleLimit;

    /// <summary>Whether an account whose duration STS refuses because of role chaining gets an hour instead.</summary>
    public bool AllowShorter { get; init; }

    /// <summary>
    /// A session with more than this left is kept. Null: half of the session's own life and five minutes. So a session that a run
    /// on any regular schedule keeps still has ten minutes left when the next run replaces it: it was kept with more than
    /// half + 5 left, so the interval is at most half - 5.
    /// </summary>
    public TimeSpan? MinimumRemaining { get; init; }

    /// <summary>Whether to overwrite secrets that this program does not own, and to restore deleted ones.</summary>
    public bool Force { get; init; }

    public bool WhatIf { get; init; }

    /// <summary>The identity that assumes the roles, writes the secrets and reads S3.</summary>
    public SourceSelection Selection { get; init; } = new();

    public string? Region { get; init; }

    /// <summary>The STS address that the user gave, or null.</summary>
    public string? EndpointUrl { get; init; }
}
