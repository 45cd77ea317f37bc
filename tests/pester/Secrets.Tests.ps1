# No secret leaves but by -As, -AsPlainText and .Reveal(). The sandbox marks what it issues, so one search finds a leak anywhere.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    Start-RoleSandbox
    $marks = 'SANDBOXSECRET', 'SANDBOXTOKEN'
    $session = Get-AssumedRoleCredential $workerPermissions2

    function Assert-NoSecret([string] $text) {
        foreach ($mark in $marks) { $text | Should -Not -Match $mark }
    }
}

AfterAll {
    Stop-RoleSandbox
}

Describe 'A session''s secrets' {
    It 'are marked by the sandbox, so that this file can find them' {
        $session.SecretAccessKey.Reveal() | Should -Match 'SANDBOXSECRET'
        $session.SessionToken.Reveal() | Should -Match 'SANDBOXTOKEN'
    }

    It 'do not show in <Name>' -ForEach @(
        @{ Name = 'the default view'; Render = { $session | Out-String } }
        @{ Name = 'Format-List *'; Render = { $session | Format-List * | Out-String -Width 500 } }
        @{ Name = 'Format-Table *'; Render = { $session | Format-Table * -AutoSize | Out-String -Width 900 } }
        @{ Name = 'Format-Wide'; Render = { $session | Format-Wide SecretAccessKey | Out-String } }
        @{ Name = 'Format-Custom'; Render = { $session | Format-Custom * -Depth 8 | Out-String } }
        @{ Name = 'Format-Custom of the secret'; Render = { $session.SecretAccessKey | Format-Custom * -Depth 8 | Out-String } }
        @{ Name = 'Select-Object *'; Render = { $session | Select-Object * | Out-String -Width 500 } }
        @{ Name = 'Select-Object -ExpandProperty'; Render = { $session | Select-Object -ExpandProperty SecretAccessKey | Out-String } }
        @{ Name = 'a string'; Render = { "$session $($session.SecretAccessKey) $($session.SessionToken)" } }
        @{ Name = 'string joins and -f'; Render = { (@($session, $session.SessionToken) -join ',') + ('{0}' -f $session.SecretAccessKey) } }
        @{ Name = 'ConvertTo-Json'; Render = { $session | ConvertTo-Json -Depth 8 } }
        @{ Name = 'ConvertTo-Csv'; Render = { $session | ConvertTo-Csv | Out-String } }
        @{ Name = 'ConvertTo-Xml'; Render = { ($session | ConvertTo-Xml -As String -Depth 8) } }
        @{ Name = 'ConvertTo-Html'; Render = { $session | ConvertTo-Html | Out-String } }
        @{ Name = 'Export-Clixml'; Render = { $session | Export-Clixml TestDrive:/s.xml -Depth 8; Get-Content TestDrive:/s.xml -Raw } }
        @{ Name = 'System.Text.Json'; Render = { [Text.Json.JsonSerializer]::Serialize[AssumeRole.Credentials.SessionCredentials]($session) } }
        @{ Name = 'Get-Member'; Render = { $session.SecretAccessKey | Get-Member | Out-String } }
        @{ Name = 'Out-File'; Render = { $session | Out-File TestDrive:/o.txt -Width 500; Get-Content TestDrive:/o.txt -Raw } }
        @{ Name = 'a job''s result'; Render = { Start-ThreadJob { $using:session } | Receive-Job -Wait | Out-String } }
        @{ Name = 'a serialised job''s result'; Render = { [Management.Automation.PSSerializer]::Serialize($session, 8) } }
        @{ Name = 'Get-AssumedRole'; Render = { Use-AssumedRole $workerPermissions2 6>$null; Get-AssumedRole | Format-List * | Out-String; Clear-AssumedRole } }
    ) {
        Assert-NoSecret (& $Render | Out-String)
    }

    It 'have no property to reach them by' {
        $session.SecretAccessKey.PSObject.Properties | Should -BeNullOrEmpty
        [AssumeRole.Secret].GetProperties() | Should -BeNullOrEmpty
        [AssumeRole.Secret].GetFields() | Should -BeNullOrEmpty
    }

    It 'leave by Reveal and ToSecureString' {
        [Net.NetworkCredential]::new('', $session.SecretAccessKey.ToSecureString()).Password | Should -BeExactly $session.SecretAccessKey.Reveal()
    }

    It 'show the key id by its last four characters in views' {
        $text = $session | Format-Table | Out-String
        $text | Should -Not -Match $session.AccessKeyId
        $text | Should -Match $session.AccessKeyId.Substring(16)
        ($session | Format-List | Out-String) | Should -Not -Match $session.AccessKeyId
    }
}

Describe 'What the cmdlets write' {
    It 'has no secret on any stream: <_>' -ForEach @(
        # Before 7.6 -Debug asks before everything that could ask.
        'Use-AssumedRole $workerPermissions2 -PassThru -Verbose -Debug -Confirm:$false'
        'Get-AssumedRoleCredential $workerPermissions2 -NoCache -Verbose -Debug'
        'Invoke-WithRole $workerPermissions2 { Get-AssumedRole } -Verbose -Debug'
        'Test-WorkerRoleChain $workerPermissions2 -Verbose -Debug'
        'Use-AssumedRole $trustsNobody -ErrorAction Continue -Verbose'
        'Use-AssumedRole $workerPermissions2 -DurationSeconds 43200 -ErrorAction Continue'
        'Get-AssumedRoleCredential $workerPermissions2 -EndpointUrl http://127.0.0.1:1 -ErrorAction Continue'
    ) {
        $DebugPreference = 'Continue'
        $InformationPreference = 'Continue'
        $everything = (Invoke-Expression "$_ *>&1") | ForEach-Object { $_; if ($_ -is [Management.Automation.ErrorRecord]) { $_ | Format-List * -Force; $_.Exception | Format-List * -Force; Get-Error -InputObject $_ -ErrorAction Ignore } } | Out-String -Width 500
        Clear-AssumedRole
        $everything | Should -Not -BeNullOrEmpty
        Assert-NoSecret $everything
    }

    It 'has no secret in $Error, however deep' {
        Get-AssumedRoleCredential $trustsNobody -ErrorAction SilentlyContinue
        Assert-NoSecret ($Error | ForEach-Object { $_ | Format-List * -Force; $_.Exception.ToString(); $_.ErrorDetails | Format-List * } | Out-String -Width 500)
    }

    It 'has no secret in a transcript of a whole task' {
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $run = Invoke-TaskScript @"
Start-Transcript -LiteralPath '$transcript' | Out-Null
Import-Module '$modulePath'
`$VerbosePreference = 'Continue'
`$session = Use-AssumedRole $workerPermissions2 -PassThru
`$session
`$session | Format-List *
Get-AssumedRole
Test-WorkerRoleChain $workerPermissions3
'$trustsNobody' | Get-AssumedRoleCredential
Invoke-WithRole $workerPermissions3 { 'in the block' }
Stop-Transcript | Out-Null
"@
        $text = Get-Content -LiteralPath $transcript -Raw
        $text | Should -Match 'in the block'
        Assert-NoSecret $text
        Assert-NoSecret $run.Output
    }
}
