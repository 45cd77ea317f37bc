namespace AssumeRole.Findings;

/// <content>Faults of the credential endpoint.</content>
public static partial class FindingCatalogue
{
    /// <summary>A session that was to be kept fresh needs something that works once.</summary>
    public static FindingKind RenewalImpossible => new(
        nameof(RenewalImpossible),
        FaultCategory.InvalidArgument,
        "The session cannot be renewed, because what it is got with is good for one time only.",
        "Start from an identity that lasts: the worker's own, a profile, or a token in a file with -WebIdentityTokenFile.")
    {
        Symptom = "A job with an MFA code or a pasted web identity token works for an hour and then fails with ExpiredToken.",
    };

    /// <summary>A client asked before there was a session.</summary>
    public static FindingKind SessionPending => new(
        nameof(SessionPending),
        FaultCategory.OperationTimeout,
        "The session is still being fetched.",
        "Try again. If it stays so, check the way from this machine to STS, a proxy's variables too.")
    {
        Symptom = "The first requests of a job time out, or say that the session is still being fetched.",
    };

    /// <summary>The server was to listen where everybody could reach it.</summary>
    public static FindingKind ListenRefused => new(
        nameof(ListenRefused),
        FaultCategory.SecurityError,
        "A credential server beyond loopback gives its roles to whoever reaches it.",
        "Listen on 127.0.0.1, or say -AllowNonLoopback and name every client with -AllowClient <address or CIDR range>.")
    {
        Symptom = "The server does not start with an address such as 0.0.0.0 or that of a bridge.",
    };

    /// <summary>The map of roles cannot be used.</summary>
    public static FindingKind MapInvalid => new(
        nameof(MapInvalid),
        FaultCategory.InvalidData,
        "The map of roles cannot be used.",
        "Correct what is named: a path such as /team-a, or a port such as :9101, to an object with a roleArn.")
    {
        Symptom = "The server does not start, though the file is there: a property is misspelt, or a path or port is there twice.",
    };
}
