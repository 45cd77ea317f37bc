namespace AssumeRole.Findings;

public static partial class FindingCatalogue
{
    /// <summary>An option of the rotation has an impossible value.</summary>
    public static FindingKind RotationOptionInvalid => new(
        nameof(RotationOptionInvalid),
        FaultCategory.InvalidArgument,
        "An option of the rotation has a value that cannot be used.",
        "Correct the option that is named, or leave it out.")
    {
        Symptom = "Nothing is rotated, for a store, layout, throttle limit or minimum that does not exist.",
    };

    /// <summary>Some accounts of a run failed.</summary>
    public static FindingKind RotationIncomplete => new(
        nameof(RotationIncomplete),
        FaultCategory.InvalidOperation,
        "Some accounts were not rotated; all others were.",
        "See each account's own finding, and run it again: what lasts long enough is kept.")
    {
        Symptom = "Exit code 1, an error at the end of Publish-RoleCredential, or a failed invocation of the function.",
    };

    /// <summary>A run's time was over.</summary>
    public static FindingKind RotationTimedOut => new(
        nameof(RotationTimedOut),
        FaultCategory.OperationTimeout,
        "The run was ended before this account was done.",
        "Run it again; for a function, set a longer timeout or give the team fewer accounts. What is done is kept.")
    {
        Symptom = "The last accounts of a large team fail in every run of the function.",
    };

    /// <summary>The Lambda runtime interface does not answer.</summary>
    public static FindingKind LambdaRuntimeUnreachable => new(
        nameof(LambdaRuntimeUnreachable),
        FaultCategory.ConnectionError,
        "The Lambda runtime interface does not answer as it should.",
        "Unset AWS_LAMBDA_RUNTIME_API if this is no Lambda function; Lambda itself starts the function anew.")
    {
        Symptom = "Runtime.ExitError in the function's log.",
    };
}
