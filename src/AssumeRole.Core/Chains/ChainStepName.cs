namespace AssumeRole.Chains;

/// <summary>What the steps of a check are called.</summary>
public static class ChainStepName
{
    /// <summary>Which sources of credentials the process has, and what would shadow the worker's role.</summary>
    public const string Environment = "Environment";

    /// <summary>Whether the instance metadata service gives a token.</summary>
    public const string Metadata = "Metadata";

    /// <summary>The instance's profile, role and credentials.</summary>
    public const string InstanceRole = "InstanceRole";

    /// <summary>The identity to start from, where it is not the instance's role.</summary>
    public const string BaseCredentials = "BaseCredentials";

    /// <summary>Who AWS says the caller is, and the clock.</summary>
    public const string CallerIdentity = "CallerIdentity";

    /// <summary>One role assumed.</summary>
    public const string Hop = "Hop";

    /// <summary>What holds and should be changed all the same.</summary>
    public const string Safety = "Safety";

    /// <summary>A policy of the worker's role, read from a document.</summary>
    public const string WorkerPolicy = "WorkerPolicy";

    /// <summary>A role's trust policy, read from a document.</summary>
    public const string TrustPolicy = "TrustPolicy";

    /// <summary>How the policies decide.</summary>
    public const string Decision = "Decision";

    /// <summary>A Terraform plan or state, as it was read.</summary>
    public const string Terraform = "Terraform";
}
