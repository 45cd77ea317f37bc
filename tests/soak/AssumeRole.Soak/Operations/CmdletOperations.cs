namespace AssumeRole.Soak.Operations;

/// <summary>All operations of the module, as often as they are drawn.</summary>
internal static class CmdletOperations
{
    /// <summary>What a runspace begins with: the module, a transcript, and ways to print things.</summary>
    public const string Opening = """
        $ErrorActionPreference = 'Stop'
        $InformationPreference = 'Continue'
        Import-Module MODULE
        # Everything that a user may do to look at something.
        function global:Show {
            param([Parameter(ValueFromPipeline)] $InputObject)
            process {
                if ($null -eq $InputObject) { return }
                "$InputObject"
                $InputObject | Out-String -Width 400
                $InputObject | Format-List * -Force | Out-String -Width 400
                $InputObject | Format-Table * -Force | Out-String -Width 400
                $InputObject | ConvertTo-Json -Depth 3 -WarningAction Ignore
                $InputObject | ConvertTo-Csv
                [Management.Automation.PSSerializer]::Serialize($InputObject, 3)
                $InputObject | Out-Default
            }
        }
        $null = Start-Transcript -LiteralPath TRANSCRIPT -IncludeInvocationHeader
        """;

    /// <summary>Ends the transcript and begins another, so that none grows for ever.</summary>
    public const string NextTranscript = """
        $null = Stop-Transcript
        $null = Start-Transcript -LiteralPath TRANSCRIPT -IncludeInvocationHeader
        """;

    private static readonly IReadOnlyList<(int Weight, Func<Context, Operation> Make)> Known =
    [
        (4, RoleOperations.Use),
        (5, RoleOperations.GetCredential),
        (5, RoleOperations.Invoke),
        (3, RoleOperations.KeepFresh),
        (1, RoleOperations.Parallel),
        (3, CheckOperations.Test),
        (1, CheckOperations.TestOffline),
        (3, CheckOperations.Publish),
        (3, ServerOperations.Serve),
        (3, ServerOperations.Sandbox),
    ];

    private static readonly IReadOnlyList<Func<Context, Operation>> Choices =
        [.. Known.SelectMany(known => Enumerable.Repeat(known.Make, known.Weight))];

    /// <summary>Draws one. The first ones are one of each kind, so that the shortest run knows all of them.</summary>
    public static Operation Of(Context context) => context.Number < Known.Count
        ? Known[context.Number].Make(context)
        : context.Draw.Of(Choices)(context);
}
