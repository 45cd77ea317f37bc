using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sources;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <summary>A world in which something is wrong, what is asked in it, and what a check must say.</summary>
/// <param name="Name">What is wrong, in words.</param>
/// <param name="World">The world; see <see cref="WorldText"/>.</param>
internal sealed record FaultyWorld(string Name, string World)
{
    /// <summary>The chain to walk.</summary>
    public RoleChainRequest Request { get; init; } = new() { RoleArn = WorldText.Far };

    /// <summary>Whether the check may ask further.</summary>
    public bool Detailed { get; init; }

    /// <summary>The identity to start from.</summary>
    public SourceSelection Selection { get; init; } = new(CredentialSource.Instance);

    /// <summary>A chain that is assumed beforehand from the instance's role; its session is what the walk starts from.</summary>
    public RoleChainRequest? Before { get; init; }

    /// <summary>Variables to set, or to unset if null, on top of those of a sandbox.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>The text of AWS_CONFIG_FILE, if there is one.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>What kind of machine the walk is on.</summary>
    public MachineFacts Machine { get; init; } = new(null, false);

    /// <summary>The step that must be the first to fail; empty if none may.</summary>
    public string Step { get; init; } = "";

    /// <summary>How that step ends.</summary>
    public ChainStepStatus Status { get; init; } = ChainStepStatus.Failed;

    /// <summary>The finding of that step.</summary>
    public string FindingId { get; init; } = "";

    /// <summary>What that step is about, where several have its name.</summary>
    public string? Target { get; init; }

    /// <summary>The findings of the warnings, in order.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The candidate that must be named first, if the fault is a denial whose causes can be ranked.</summary>
    public DenialCause? First { get; init; }

    /// <summary>What is really wrong, if it is not what must be named first; it must be among the candidates.</summary>
    public DenialCause? Truth { get; init; }

    /// <summary>What is wrong besides, if two things are.</summary>
    public DenialCause? Second { get; init; }

    /// <summary>Whether what is seen leaves no other cause than the first.</summary>
    public bool IsCertain { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
