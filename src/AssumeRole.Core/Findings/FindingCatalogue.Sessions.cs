namespace AssumeRole.Findings;

/// <content>Faults of the session in force.</content>
public static partial class FindingCatalogue
{
    /// <summary>Another runspace has a role in the process's one environment.</summary>
    public static FindingKind EnvironmentInUse => new(
        nameof(EnvironmentInUse),
        FaultCategory.ResourceBusy,
        "Environment variables belong to the whole process, and another runspace has a role in them.",
        "Use Get-AssumedRoleCredential here: it changes no variable, and -As renders the session for other programs.")
    {
        Symptom = "Use-AssumedRole or Invoke-WithRole fails inside ForEach-Object -Parallel or a thread job, and works "
            + "outside.",
    };

    /// <summary>A chain was to start from the session in force, and there is none.</summary>
    public static FindingKind SessionMissing => new(
        nameof(SessionMissing),
        FaultCategory.InvalidOperation,
        "-Chain starts from the session in force, and none is.",
        "Run Use-AssumedRole first, or leave -Chain out to start from the worker's own identity.")
    {
        Symptom = "A script that worked after Use-AssumedRole fails on its own, or after Clear-AssumedRole.",
    };

    /// <summary>The session that was to be used has ended.</summary>
    public static FindingKind SessionExpired => new(
        nameof(SessionExpired),
        FaultCategory.AuthenticationError,
        "The session has expired.",
        "Assume the role again from the worker's own identity.")
    {
        Symptom = "A long script fails at -Chain an hour after it took its role; other programs say \"The security token "
            + "included in the request is expired\" or ExpiredToken by then.",
    };

    /// <summary>Something had to be confirmed where nobody can answer.</summary>
    public static FindingKind PromptImpossible => new(
        nameof(PromptImpossible),
        FaultCategory.InvalidOperation,
        "PowerShell had to ask before it went on, and there is nobody to answer.",
        "In a task leave -Confirm, -Debug and $ConfirmPreference alone; -Verbose shows what happens without asking.")
    {
        Symptom = "PowerShell's own words for it are \"PowerShell is in NonInteractive mode. Read and Prompt functionality "
            + "is not available.\"",
    };

    /// <summary>Nothing was given to run.</summary>
    public static FindingKind ScriptBlockMissing => new(
        nameof(ScriptBlockMissing),
        FaultCategory.InvalidArgument,
        "There is no script block to run.",
        "Write Invoke-WithRole <role> { <commands> }.")
    {
        Symptom = "Invoke-WithRole was given a role and no braces behind it, or the opening brace stands on a line of its "
            + "own.",
    };

    /// <summary>A format cannot carry a value exactly.</summary>
    public static FindingKind ValueUnwritable => new(
        nameof(ValueUnwritable),
        FaultCategory.InvalidData,
        "A value cannot be written exactly in this format, and a reader would get another one.",
        "Keys and tokens of AWS have no such characters: check which server the address of STS leads to. A terminal or task whose "
            + "LC_ALL names another character set than UTF-8 has to set one of UTF-8.")
    {
        Symptom = "-As Environment or assumerole env --as dotenv gives nothing with an STS that is not AWS's.",
    };
}
