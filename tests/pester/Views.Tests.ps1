BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    $sandbox = Start-RoleSandbox -PassThru
    $session = Use-AssumedRole $workerPermissions2 -PassThru 6>$null
    $accounts = @{ name = 'divx-lab'; roleArn = $workerPermissions2 }, @{ name = 'broken'; roleArn = $trustsNobody }
    $team = @{ name = 'example-team'; accounts = $accounts }
    $rotation = Publish-RoleCredential $team -Store File -Folder $TestDrive -ErrorAction SilentlyContinue 3>$null
    $samples = @{
        SessionCredentials = $session
        AssumedRole        = Get-AssumedRole
        ChainStep          = Test-WorkerRoleChain arn:aws:iam::033145145979:role/role2 -Via $trustsNobody
        RoleSandboxInfo    = $sandbox
        RotationResult     = $rotation
    }
}

AfterAll {
    Clear-AssumedRole
    Stop-RoleSandbox
}

Describe 'The <_> views' -ForEach 'SessionCredentials', 'AssumedRole', 'ChainStep', 'RoleSandboxInfo', 'RotationResult' {
    It 'are a table and a list of our own' {
        $views = (Get-FormatData -TypeName $samples[$_][0].GetType().FullName).FormatViewDefinition.Control
        $views | Where-Object { $_ -is [Management.Automation.TableControl] } | Should -HaveCount 1
        $views | Where-Object { $_ -is [Management.Automation.ListControl] } | Should -HaveCount 1
    }

    It 'fit into 80 columns' {
        foreach ($text in ($samples[$_] | Format-Table | Out-String -Width 80), ($samples[$_] | Format-List | Out-String -Width 80)) {
            $text.Trim() | Should -Not -BeNullOrEmpty
            $text -split "`n" | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
        }
    }

    It 'have no escape sequence in plain output' {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        try { ($samples[$_] | Format-Table | Out-String) + ($samples[$_] | Format-List | Out-String) | Should -Not -Match "`e" }
        finally { $PSStyle.OutputRendering = $rendering }
    }
}

Describe 'Views of sessions' {
    It 'show the time that is left: <_>' -ForEach 'SessionCredentials', 'AssumedRole' {
        foreach ($text in ($samples[$_] | Format-Table | Out-String), ($samples[$_] | Format-List | Out-String)) {
            $text | Should -Match 'TimeLeft'
            $text | Should -Match '\b00:59:\d\d\b|\b01:00:00\b'
        }
    }
}

Describe 'The table of a broken chain' {
    It 'shows finding and target' {
        $text = $samples.ChainStep | Format-Table | Out-String -Width 80
        $text | Should -Match '(?m)^Hop\s+Failed\s+\d+ AssumeDenied\s+trusts-nobody @'
        $text | Should -Match '(?m)^Hop\s+Skipped\s'
    }
}

Describe 'The table of a rotation' {
    It 'shows each account with its expiry or its finding' {
        $text = $samples.RotationResult | Out-String -Width 80
        $text | Should -Match '(?m)^example-team +divx-lab +Rotated +\d{4}-\d\d-\d\d \d\d:\d\d\s*$'
        $text | Should -Match '(?m)^example-team +broken +Failed +AssumeDenied\s*$'
    }
}

Describe 'The list of a denied step' {
    BeforeAll {
        $candidate = [AssumeRole.Chains.DenialCandidate]::new('TrustPolicy', $true, 'The message names it.', "Add the `e[31mcaller.")
        $step = [AssumeRole.Chains.ChainStep]::new('Hop', $trustsNobody, 'Failed', [TimeSpan]::Zero, 'AssumeDenied', 'Denied.', "No`e[2J.", 'Look.')
        [AssumeRole.Chains.ChainStep].GetProperty('Candidates').SetValue($step, [AssumeRole.Chains.DenialCandidate[]] $candidate)
        [AssumeRole.Chains.ChainStep].GetProperty('Chain').SetValue($step, $workerPermissions2)
    }

    It 'shows its chain and its candidates, and what AWS said cannot steer the terminal' {
        $text = $step | Format-List | Out-String -Width 120
        $text | Should -Match "(?m)^Chain +: $workerPermissions2\r?$"
        $text | Should -Match "(?m)^Candidates : 1\. Trust policy \(certain\): The message names it\. Add the \uFFFD\[31mcaller\.\r?$"
        $text | Should -Match "(?m)^Evidence +: No\uFFFD\[2J\.\r?$"
    }

    It 'leaves out what is empty' {
        $text = $samples.ChainStep[0] | Format-List | Out-String
        $text | Should -Not -Match 'Chain|Candidates|FindingId|Remedy'
    }
}

Describe 'The drawn chain' {
    BeforeAll {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        $text = $samples.ChainStep | Out-String -Width 80
        $lines = $text -split '\r?\n'
        # The rail and the marks are in ASCII where the console has no Unicode.
        $rail = '^[├|][─-] '
    }

    AfterAll {
        $PSStyle.OutputRendering = $rendering
    }

    It 'is the default view: a line a link with its mark, its time and what was found' {
        $lines -match "${rail}[✔v] Metadata +\d+ ms  " | Should -HaveCount 1
        $lines -match "${rail}[✔v] CallerIdentity +\d+ ms  concourse-worker @ 111111111111$" | Should -HaveCount 1
        $lines -match "${rail}[✖x] Hop +\d+ ms  AssumeDenied: trusts-nobody @ 222222222222$" | Should -HaveCount 1
        $lines -match '^[┊:]  [–-] Hop +role2 @ 033145145979\. ' | Should -HaveCount 1
    }

    It 'says under a broken link why and what to do, broken between words' {
        $words = ($lines -replace '^[┊:]' -join ' ') -replace '\s+', ' '
        $words | Should -Match "Target $trustsNobody Cause AWS denies "
        $words | Should -Match 'Remedy Check the candidates in their order\. First: Add the caller to the trust policy of '
    }

    It 'fits into 80 columns and has no blank line between its steps' {
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
        $steps = ($text -replace '(?m)\s*^(This worker|To .*)$\s*', "`n").Trim()
        $steps | Should -Match "\n$($rail.TrimStart('^'))"
        $steps | Should -Not -Match '\n\s*\n'
    }

    It 'begins a group with a heading for each target' {
        $chain = [AssumeRole.Chains.ChainStep].GetProperty('Chain')
        $steps = foreach ($role in '', $workerPermissions2, $workerPermissions3) {
            $step = [AssumeRole.Chains.ChainStep]::new('Hop', $role, 'Passed', [TimeSpan]::Zero, '', '', '', '')
            $chain.SetValue($step, $role)
            $step
        }
        ($steps | Out-String -Width 80) -split '\r?\n' -match '^(This worker|To )' |
            Should -Be @('This worker', 'To worker-permissions @ 222222222222', 'To worker-permissions @ 333333333333')
    }

    It 'has no colour in a log file and under NO_COLOR' {
        $text | Should -Not -Match "`e"
        $body = "Import-Module '$modulePath'; Start-RoleSandbox; Test-WorkerRoleChain $trustsNobody; Stop-RoleSandbox"
        (Invoke-TaskScript $body).Output | Should -Match 'AssumeDenied: '
        $raw = Invoke-PowerShell -Command $body
        $raw -join "`n" | Should -Not -Match "`e"
    }
}

Describe 'When views are loaded' {
    BeforeAll {
        function Invoke-InNewRunspace([scriptblock] $Script, [switch] $DisableFormatUpdates) {
            $state = [initialsessionstate]::CreateDefault2()
            $state.DisableFormatUpdates = $DisableFormatUpdates
            $state.ImportPSModule($modulePath)
            $shell = [powershell]::Create($state)
            try {
                $shell.AddScript($Script).Invoke()
                $shell.Streams.Error | Should -BeNullOrEmpty
            }
            finally {
                $shell.Dispose()
            }
        }
    }

    It 'an import loads none' {
        Invoke-InNewRunspace { Get-FormatData -TypeName AssumeRole.Sessions.AssumedRole } | Should -BeNullOrEmpty
    }

    It 'the first object brings them, to its own pipeline too: <command>' -ForEach @(
        @{ command = 'Get-AssumedRoleCredential'; heading = '(?m)^\S*Account +\S*Role +\S*Key' }
        @{ command = 'Test-WorkerRoleChain'; heading = '(?m)^ *This worker' }
    ) {
        $text = Invoke-InNewRunspace ([scriptblock]::Create("$command $workerPermissions2 -DurationSeconds 900 | Out-String -Width 80"))
        $text | Should -Match $heading
    }

    It 'they are loaded once, whatever the preferences for changes say' {
        $counts = Invoke-InNewRunspace {
            $WhatIfPreference = $true
            $ConfirmPreference = 'Low'
            1..2 | ForEach-Object { $null = Test-WorkerRoleChain arn:aws:iam::222222222222:role/worker-permissions -DurationSeconds 900 }
            ([runspace]::DefaultRunspace.InitialSessionState.Formats.FileName -like '*AssumeRole.format.ps1xml').Count
        }
        $counts | Should -Be 1
    }

    It 'a runspace that takes no views gets the objects' {
        $session = Invoke-InNewRunspace -DisableFormatUpdates {
            Get-AssumedRoleCredential arn:aws:iam::222222222222:role/worker-permissions -DurationSeconds 900
        }
        $session.Account | Should -Be 222222222222
    }
}
