using AssumeRole.Chains;

namespace AssumeRole.Reports;

/// <summary>An identity on the way, as a picture shows it.</summary>
/// <param name="Account">The account it is in, twelve digits, or empty if that is not known.</param>
/// <param name="Partition">The account's partition.</param>
/// <param name="Name">The role's or user's name.</param>
/// <param name="Detail">What else tells it from others.</param>
/// <param name="Way">What the way to it is called.</param>
/// <param name="Step">The step that tried the way to it.</param>
internal sealed record PictureStop(string Account, string Partition, string Name, string Detail, string Way, ChainStep Step)
{
    /// <summary>Whether the identity was had.</summary>
    public bool IsReached => Step.Status is ChainStepStatus.Passed or ChainStepStatus.Warning;

    /// <summary>A stop of which a text holds the ARN.</summary>
    /// <param name="label">The ARN, read.</param>
    /// <param name="detail">What else tells it from others.</param>
    /// <param name="way">What the way to it is called.</param>
    /// <param name="step">The step that tried the way to it.</param>
    public static PictureStop At(IdentityLabel label, string detail, string way, ChainStep step) =>
        new(label.Account, label.Partition, label.Name, detail, way, step);
}
