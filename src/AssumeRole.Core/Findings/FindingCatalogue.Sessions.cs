namespace AssumeRole.Findings;

/// <content>Faults of sessions: in force, cached and served. A fault of the cache is a warning, and the session comes from STS.</content>
public static partial class FindingCatalogue
{
    internal static FindingKind EnvironmentInUse => new(FaultCategory.ResourceBusy, ExitCode.Other,
        Cause: "Environment variables belong to the whole process, and another runspace has a role in them.",
        Remedy: "Use Get-AssumedRoleCredential here: it changes no variable, and -As renders the session for other programs.",
        Symptom: "Use-AssumedRole or Invoke-WithRole fails inside ForEach-Object -Parallel or a thread job, and works outside.");

    internal static FindingKind SessionMissing => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "-Chain starts from the session in force, and none is.",
        Remedy: "Run Use-AssumedRole first, or leave -Chain out to start from the worker's own identity.",
        Symptom: "A script that worked after Use-AssumedRole fails on its own, or after Clear-AssumedRole.");

    internal static FindingKind SessionExpired => new(FaultCategory.AuthenticationError, ExitCode.NoBaseCredentials,
        Cause: "The session has expired.",
        Remedy: "Assume the role again from the worker's own identity.",
        Symptom: "A long script fails at -Chain an hour after it took its role; other programs say \"The security token included in the "
            + "request is expired\" or ExpiredToken by then.");

    internal static FindingKind PromptImpossible => new(FaultCategory.InvalidOperation, ExitCode.Other,
        Cause: "PowerShell had to ask before it went on, and no user can answer here.",
        Remedy: "In a task leave -Confirm, -Debug and $ConfirmPreference alone; -Verbose shows what happens without asking.",
        Symptom: "PowerShell's own words for it are \"PowerShell is in NonInteractive mode. Read and Prompt functionality is not "
            + "available.\"");

    internal static FindingKind ScriptBlockMissing => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "There is no script block to run.",
        Remedy: "Write Invoke-WithRole <role> { <commands> }.",
        Symptom: "Invoke-WithRole was given a role and no braces behind it, or the opening brace stands on a line of its own.");

    internal static FindingKind ValueUnwritable => new(FaultCategory.InvalidData, ExitCode.Other,
        Cause: "A value cannot be written exactly in this format, and a reader would get another one.",
        Remedy: "Keys and tokens of AWS have no such characters: check which server the address of STS leads to. A terminal or task "
            + "whose LC_ALL names another character set than UTF-8 has to set one of UTF-8.",
        Symptom: "-As Environment or assumerole env --as dotenv gives nothing with an STS that is not AWS's.");

    internal static FindingKind CacheUnavailable => new(FaultCategory.ResourceUnavailable, ExitCode.Other,
        Cause: "The session cache cannot be used, so the session comes from STS.",
        Remedy: "Set XDG_CACHE_HOME to a folder that this user can write, or leave --cache out.",
        Symptom: "assumerole with --cache works, warns and asks STS every time: the file system of ~/.cache is read-only or full, or a "
            + "process that was stopped holds the lock.");

    internal static FindingKind CachedSessionRejected => new(FaultCategory.SecurityError, ExitCode.Other,
        Cause: "A cached session cannot be trusted, so it is replaced by one from STS.",
        Remedy: "Find out what changed the file, if this comes back.",
        Symptom: "assumerole with --cache warns once, after the file was edited, copied, cut short or opened to other users, or after an "
            + "update of assumerole.");

    internal static FindingKind RenewalImpossible => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The session cannot be renewed, because what it is got with is good for one time only.",
        Remedy: "Start from an identity that lasts: the worker's own, a profile, or a token in a file with -WebIdentityTokenFile.",
        Symptom: "A job with an MFA code or a pasted web identity token works for an hour and then fails with ExpiredToken.");

    internal static FindingKind SessionPending => new(FaultCategory.OperationTimeout, ExitCode.Other,
        Cause: "The session is still being fetched.",
        Remedy: "Try again. If it stays so, check the way from this machine to STS, a proxy's variables too.",
        Symptom: "The first requests of a job time out, or say that the session is still being fetched.");

    internal static FindingKind ListenRefused => new(FaultCategory.SecurityError, ExitCode.Other,
        Cause: "A credential server beyond loopback gives its roles to every client that reaches it.",
        Remedy: "Listen on 127.0.0.1, or say -AllowNonLoopback and name every client with -AllowClient <address or CIDR range>.",
        Symptom: "The server does not start with an address such as 0.0.0.0 or that of a bridge.");

    internal static FindingKind MapInvalid => new(FaultCategory.InvalidData, ExitCode.Usage,
        Cause: "The map of roles cannot be used.",
        Remedy: "Correct what is named: a path such as /team-a, or a port such as :9101, to an object with a roleArn.",
        Symptom: "The server does not start, though the file is there: a property is misspelt, or a path or port is there twice.");

    internal static FindingKind LogPathInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "The server's log cannot be written there.",
        Remedy: "Name a file in a folder that exists and that this user may write to.",
        Symptom: "Start-RoleCredentialServer -LogPath stops before anything listens.");

    internal static FindingKind LogIncomplete => new(FaultCategory.ResourceUnavailable, ExitCode.Other,
        Cause: "Lines of the server's log are missing.",
        Remedy: "Look whether the disk is full. The server has stopped, and gives no role to any client.",
        Symptom: "Stop-RoleCredentialServer stops every server, and says that the log of one is not complete.");

    internal static FindingKind DialectInvalid => new(FaultCategory.InvalidArgument, ExitCode.Usage,
        Cause: "There is no such dialect.",
        Remedy: "Use Container, for AWS_CONTAINER_CREDENTIALS_FULL_URI, or InstanceMetadata, for AWS_EC2_METADATA_SERVICE_ENDPOINT.",
        Symptom: "Start-RoleCredentialServer -Dialect is refused.");
}
