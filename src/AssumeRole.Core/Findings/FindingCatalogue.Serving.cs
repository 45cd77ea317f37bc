namespace AssumeRole.Findings;

/// <content>Faults of credential servers.</content>
public static partial class FindingCatalogue
{
    internal static FindingKind RenewalImpossible => new(
        FaultCategory.InvalidArgument,
        ExitCode.Usage,
        Cause: "The session cannot be renewed, because what it is got with is good for one time only.",
        Remedy: "Start from an identity that lasts: the worker's own, a profile, or a token in a file with -WebIdentityTokenFile.",
        Symptom: "A job with an MFA code or a pasted web identity token works for an hour and then fails with ExpiredToken.");

    internal static FindingKind SessionPending => new(
        FaultCategory.OperationTimeout,
        ExitCode.Other,
        Cause: "The session is still being fetched.",
        Remedy: "Try again. If it stays so, check the way from this machine to STS, a proxy's variables too.",
        Symptom: "The first requests of a job time out, or say that the session is still being fetched.");

    internal static FindingKind ListenRefused => new(
        FaultCategory.SecurityError,
        ExitCode.Other,
        Cause: "A credential server beyond loopback gives its roles to whoever reaches it.",
        Remedy: "Listen on 127.0.0.1, or say -AllowNonLoopback and name every client with -AllowClient <address or CIDR range>.",
        Symptom: "The server does not start with an address such as 0.0.0.0 or that of a bridge.");

    internal static FindingKind MapInvalid => new(
        FaultCategory.InvalidData,
        ExitCode.Usage,
        Cause: "The map of roles cannot be used.",
        Remedy: "Correct what is named: a path such as /team-a, or a port such as :9101, to an object with a roleArn.",
        Symptom: "The server does not start, though the file is there: a property is misspelt, or a path or port is there twice.");

    internal static FindingKind LogPathInvalid => new(
        FaultCategory.InvalidArgument,
        ExitCode.Usage,
        Cause: "The server's log cannot be written there.",
        Remedy: "Name a file in a folder that exists and that this user may write to.",
        Symptom: "Start-RoleCredentialServer -LogPath stops before anything listens.");

    internal static FindingKind LogIncomplete => new(
        FaultCategory.ResourceUnavailable,
        ExitCode.Other,
        Cause: "Lines of the server's log are missing.",
        Remedy: "Look whether the disk is full. The server has stopped, and gives no role to any client.",
        Symptom: "Stop-RoleCredentialServer stops every server, and says that the log of one is not complete.");

    internal static FindingKind DialectInvalid => new(
        FaultCategory.InvalidArgument,
        ExitCode.Usage,
        Cause: "There is no such dialect.",
        Remedy: "Use Container, for AWS_CONTAINER_CREDENTIALS_FULL_URI, or InstanceMetadata, for AWS_EC2_METADATA_SERVICE_ENDPOINT.",
        Symptom: "Start-RoleCredentialServer -Dialect is refused.");
}
