using AssumeRole.Soak.Leaks;
using AssumeRole.Soak.Processes;
using AssumeRole.Soak.Worlds;

namespace AssumeRole.Soak.Operations;

/// <summary>A task's script in a pwsh of its own, with a transcript, which is ended by Ctrl+C.</summary>
internal static class ShellOperations
{
    /// <summary>What a script says when the environment at its end, however it ends, is not that of its beginning.</summary>
    public const string Complaint = "The environment is not as it was.";

    private const string Frame = """
        $ErrorActionPreference = 'Stop'
        $InformationPreference = $VerbosePreference = $DebugPreference = 'Continue'
        $null = Start-Transcript -LiteralPath TRANSCRIPT -IncludeInvocationHeader
        Import-Module MODULE
        function Get-Picture { (Get-ChildItem Env: | ForEach-Object { "$($_.Name)=$($_.Value)" } | Sort-Object -CaseSensitive) -join "`n" }
        $before = Get-Picture
        try {
            BODY
        }
        finally {
            UNDO
            if ((Get-Picture) -cne $before) { [Console]::Error.WriteLine('DIFFERS') }
        }
        """;

    /// <summary>Runs one.</summary>
    public static async Task RunAsync(Context context, ProgramSession session, LeakSearch search, Installation installation)
    {
        var draw = context.Draw;
        var (body, undo) = draw.Of<(string, string)>(
        [
            ($"Invoke-WithRole {RandomWorld.Permissions2} {{ Get-AssumedRole | Format-List * -Force; Start-Sleep 20 }}", ""),
            ($"Invoke-WithRole {RandomWorld.Permissions2} {{ sh -c 'echo out; sleep 20' }}", ""),
            ($"Invoke-WithRole {RandomWorld.Permissions3} -KeepFresh {{ Get-AssumedRole | Format-List * -Force; Start-Sleep 20 }}", ""),
            ($"Use-AssumedRole {RandomWorld.Permissions2} -PassThru | Format-List * -Force; Start-Sleep 20", "Clear-AssumedRole"),
            ($"Start-RoleCredentialServer {RandomWorld.Permissions2} | Format-List * -Force; Start-Sleep 20", "Stop-RoleCredentialServer"),
            ($"Start-RoleSandbox; Use-AssumedRole {RandomWorld.Permissions2}; Start-Sleep 20", "Clear-AssumedRole; Stop-RoleSandbox"),
            ($"1..50 | ForEach-Object {{ '{RandomWorld.Permissions2}' }} | Get-AssumedRoleCredential -NoCache | Format-List * -Force; Start-Sleep 20", ""),
            ($"Test-WorkerRoleChain {RandomWorld.Permissions2} -Detailed -ReportPath REPORT; Start-Sleep 20", ""),
        ]);
        var file = context.Private($"script-{context.Number}.ps1");
        await File.WriteAllTextAsync(file, Frame
            .Replace("TRANSCRIPT", Context.Quote(context.Written("script-transcript.txt")), StringComparison.Ordinal)
            .Replace("MODULE", Context.Quote(context.Module), StringComparison.Ordinal)
            .Replace("BODY", body.Replace("REPORT", Context.Quote(context.Written("script-report.html")), StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("UNDO", undo, StringComparison.Ordinal)
            .Replace("DIFFERS", Complaint, StringComparison.Ordinal));
        var after = TimeSpan.FromMilliseconds(draw.Between(300, 4000));
        var interruption = new Interruption(Interruption.Heard(Signal.Interrupt), after);
        var words = installation.PowerShell.With("-NoProfile", "-NonInteractive", "-File", file);
        await session.RunAsync(installation.PowerShell.FileName, words, handsOut: false, interruption, again: true);
        File.Delete(file);
    }
}
