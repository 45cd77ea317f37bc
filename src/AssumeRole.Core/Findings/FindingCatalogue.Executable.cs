namespace AssumeRole.Findings;

/// <content>Faults of the executable.</content>
public static partial class FindingCatalogue
{
    /// <summary>Secrets would be shown on a terminal.</summary>
    public static FindingKind SecretsOnTerminal => new(
        nameof(SecretsOnTerminal),
        FaultCategory.InvalidOperation,
        "The output would show secrets on this terminal.",
        "Use eval \"$(assumerole env || echo exit $?)\" or assumerole exec, send the output of assumerole serve to a file, or say --reveal.")
    {
        Symptom = "assumerole env or credential-process gives no keys when it is started by hand, and works in $( ) or "
            + "behind a pipe.",
    };

    /// <summary>TLS is needed, and OpenSSL cannot be loaded.</summary>
    public static FindingKind TlsLibraryMissing => new(
        nameof(TlsLibraryMissing),
        FaultCategory.ObjectNotFound,
        "TLS needs OpenSSL, and this image has no libssl.",
        "Install it and the CA certificates: libssl3 on Debian, Ubuntu (libssl3t64 from 24.04 on) and Alpine, openssl-libs on "
            + "Red Hat, Fedora and Amazon Linux; ca-certificates on all of them.")
    {
        Symptom = "A .NET program says \"No usable version of libssl was found\" and ends with SIGABRT (134), typically in a "
            + "minimal or distroless image; assumerole works with endpoints over plain http and not with AWS.",
    };

    /// <summary>The program to run does not exist.</summary>
    public static FindingKind CommandMissing => new(
        nameof(CommandMissing),
        FaultCategory.ObjectNotFound,
        "There is no such program.",
        "Write assumerole exec -- <program> <arguments>, and check PATH.")
    {
        Symptom = "assumerole exec exits with 127, as a shell does for \"command not found\"; a shell's own words, such as "
            + "cd or &&, are no programs.",
    };

    /// <summary>The program to run cannot be run.</summary>
    public static FindingKind CommandNotExecutable => new(
        nameof(CommandNotExecutable),
        FaultCategory.InvalidOperation,
        "The program cannot be run.",
        "Check that it may be executed (chmod +x) and that it is made for this machine.")
    {
        Symptom = "assumerole exec exits with 126, as a shell does for \"Permission denied\" or \"Exec format error\".",
    };
}
