namespace AssumeRole.Soak;

/// <summary>How long to run, and what.</summary>
internal sealed record SoakOptions
{
    /// <summary>How long operations are begun.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long what runs then may take to end, besides <see cref="Settling"/>, after which the run is ended by force and fails.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>
    /// How long sockets may take to become few again. .NET closes an idle connection after a minute and looks every quarter of one.
    /// </summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Worlds, faults, operations and moments to stop at come from it.</summary>
    public int Seed { get; init; } = Random.Shared.Next();

    /// <summary>The operations to run, of each lane; to the end of the time if left out.</summary>
    public Range Operations { get; init; } = Range.All;

    /// <summary>A fault of the harness's own, to see that it is found.</summary>
    public Plant Plant { get; init; }

    /// <summary>After how many failures the run ends.</summary>
    public int MostFailures { get; init; } = 20;

    /// <summary>Told what is going on.</summary>
    public Action<string> Say { get; init; } = static _ => { };

    /// <summary>Whether an operation of this number is among those to run.</summary>
    public bool Includes(int number) =>
        number >= Operations.Start.Value && (Operations.End.IsFromEnd || number < Operations.End.Value);
}
