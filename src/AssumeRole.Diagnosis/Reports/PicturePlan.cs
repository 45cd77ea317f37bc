using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>What a picture of a chain shows: checks on the worker, the identities on the way, and checks that belong to none of them.</summary>
/// <param name="Worker">Steps before the first identity.</param>
/// <param name="Stops">The caller and the roles, in the order of the chain.</param>
/// <param name="Others">Steps after the first identity that lead to none.</param>
internal sealed record PicturePlan(IReadOnlyList<ChainStep> Worker, IReadOnlyList<PictureStop> Stops, IReadOnlyList<ChainStep> Others)
{
    /// <summary>Plans the picture of a chain.</summary>
    public static PicturePlan For(ReportedChain chain)
    {
        List<ChainStep> worker = [];
        List<ChainStep> others = [];
        List<PictureStop> stops = [];
        // Policies that are read from documents decide on the role; nothing is assumed.
        var link = chain.Steps.Any(step => step.Step == ChainStepName.Hop) ? ChainStepName.Hop : ChainStepName.Decision;
        var hops = 0;
        foreach (var step in chain.Steps)
        {
            if (step.Step == link && stops.Count > 0 && stops[^1].Step is var last && last.Step == link && last.Target == step.Target)
            {
                // A role may be tried in several steps, one for each action that must be allowed. The gravest one speaks.
                if (Weight(step) > Weight(last)) stops[^1] = Role(step, hops);
            }
            else if (step.Step == link)
            {
                stops.Add(Role(step, ++hops));
            }
            else if (step.Step == ChainStepName.CallerIdentity && step.Status is ChainStepStatus.Passed or ChainStepStatus.Warning
                && IdentityLabel.Find(step.Evidence) is { } caller)
            {
                stops.Add(PictureStop.At(caller, caller.Session.Length == 0 ? "the caller" : $"session {caller.Session}", step.Step, step));
            }
            else
            {
                (stops.Count == 0 ? worker : others).Add(step);
            }
        }

        return new PicturePlan(worker, stops, others);
    }

    private static int Weight(ChainStep step) => step.Status switch
    {
        ChainStepStatus.Failed => 4,
        ChainStepStatus.Indeterminate => 3,
        ChainStepStatus.Warning => 2,
        ChainStepStatus.Passed => 1,
        _ => 0,
    };

    private static PictureStop Role(ChainStep step, int number)
    {
        var way = step.Step == ChainStepName.Hop ? $"Hop {number}" : step.Step;
        if (IdentityLabel.Read(PlainText.OnOneLine(step.Target)) is not { } role)
            return new PictureStop(string.Empty, string.Empty, PlainText.OnOneLine(step.Target), "not the ARN of a role", way, step);
        var session = IdentityLabel.Find(step.Evidence) is { Session.Length: > 0 } found && found.Name == role.Name ? found.Session : string.Empty;
        var stop = PictureStop.At(role, session.Length > 0 ? $"session {session}" : string.Empty, way, step);
        return stop.IsReached ? stop : stop with { Detail = "not reached" };
    }
}
