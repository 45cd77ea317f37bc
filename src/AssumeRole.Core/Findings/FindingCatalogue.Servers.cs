namespace AssumeRole.Findings;

/// <content>Faults of starting a credential server.</content>
public static partial class FindingCatalogue
{
    /// <summary>The log cannot be written.</summary>
    public static FindingKind LogPathInvalid => new(
        nameof(LogPathInvalid),
        FaultCategory.InvalidArgument,
        "The server's log cannot be written there.",
        "Name a file in a folder that exists and that this user may write to.")
    {
        Symptom = "Start-RoleCredentialServer -LogPath stops before anything listens.",
    };

    /// <summary>Lines of the log could not be written.</summary>
    public static FindingKind LogIncomplete => new(
        nameof(LogIncomplete),
        FaultCategory.ResourceUnavailable,
        "Lines of the server's log are missing.",
        "Look whether the disk is full. The server has stopped, and gives no role to any client.")
    {
        Symptom = "Stop-RoleCredentialServer stops every server, and says that the log of one is not complete.",
    };

    /// <summary>A server is asked for in a way that there is not.</summary>
    public static FindingKind DialectInvalid => new(
        nameof(DialectInvalid),
        FaultCategory.InvalidArgument,
        "There is no such dialect.",
        "Use Container, for AWS_CONTAINER_CREDENTIALS_FULL_URI, or InstanceMetadata, for AWS_EC2_METADATA_SERVICE_ENDPOINT.")
    {
        Symptom = "Start-RoleCredentialServer -Dialect is refused.",
    };
}
