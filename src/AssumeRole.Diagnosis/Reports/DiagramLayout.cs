using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>The parts of a chain's diagram: the worker's checks, the identities in order, and checks that lead to no identity.</summary>
internal sealed record DiagramLayout(IReadOnlyList<ChainStep> Worker, IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<ChainStep> Others)
{
    public static DiagramLayout For(ReportedChain chain)
    {
        List<ChainStep> worker = [];
        List<ChainStep> others = [];
        List<DiagramNode> nodes = [];
        // A check of documents decides on a role and assumes none.
        var link = chain.Steps.Any(step => step.Step == ChainStepName.Hop) ? ChainStepName.Hop : ChainStepName.Decision;
        var hops = 0;
        foreach (var step in chain.Steps)
        {
            if (step.Step == link && nodes.Count > 0 && nodes[^1].Step is var last && last.Step == link && last.Target == step.Target)
            {
                // A role may have several steps, one for each action that must be allowed. The diagram shows the gravest.
                if (StepText.Gravity(step) > StepText.Gravity(last)) nodes[^1] = Role(step, hops);
            }
            else if (step.Step == link)
            {
                nodes.Add(Role(step, ++hops));
            }
            else if (step.Step == ChainStepName.CallerIdentity && step.Status is ChainStepStatus.Passed or ChainStepStatus.Warning
                && IdentityLabel.Find(step.Evidence) is { } caller)
            {
                nodes.Add(Node(caller, caller.Session.Length == 0 ? "the caller" : $"session {caller.Session}", step.Step, step));
            }
            else
            {
                (nodes.Count == 0 ? worker : others).Add(step);
            }
        }

        return new DiagramLayout(worker, nodes, others);
    }

    private static DiagramNode Role(ChainStep step, int number)
    {
        var way = step.Step == ChainStepName.Hop ? $"Hop {number}" : step.Step;
        if (IdentityLabel.Read(PlainText.OnOneLine(step.Target)) is not { } role)
            return new DiagramNode(string.Empty, string.Empty, PlainText.OnOneLine(step.Target), "not the ARN of a role", way, step);
        var session = IdentityLabel.Find(step.Evidence) is { Session.Length: > 0 } found && found.Name == role.Name ? found.Session : string.Empty;
        var node = Node(role, session.Length > 0 ? $"session {session}" : string.Empty, way, step);
        return node.IsReached ? node : node with { Detail = "not reached" };
    }

    private static DiagramNode Node(IdentityLabel label, string detail, string way, ChainStep step) =>
        new(label.Account, label.Partition, label.Name, detail, way, step);
}

/// <param name="Account">Twelve digits, or empty if unknown.</param>
internal sealed record DiagramNode(string Account, string Partition, string Name, string Detail, string Way, ChainStep Step)
{
    public bool IsReached => Step.Status is ChainStepStatus.Passed or ChainStepStatus.Warning;
}
