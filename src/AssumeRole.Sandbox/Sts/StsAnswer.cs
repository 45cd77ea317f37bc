using System.Xml.Linq;

namespace AssumeRole.Sandbox.Sts;

/// <summary>What an action answers: a result or an error, and who asked if that is known.</summary>
internal sealed record StsAnswer
{
    private StsAnswer()
    {
    }

    /// <summary>The elements of the result.</summary>
    public IReadOnlyList<XElement> Result { get; private init; } = [];

    public StsError? Error { get; private init; }

    /// <summary>The ARN of the caller, for the list of calls.</summary>
    public string? CallerArn { get; init; }

    public static StsAnswer Success(params XElement[] result) => new() { Result = result };

    public static implicit operator StsAnswer(StsError error) => new() { Error = error };
}
