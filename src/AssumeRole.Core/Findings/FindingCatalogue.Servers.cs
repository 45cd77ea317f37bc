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
