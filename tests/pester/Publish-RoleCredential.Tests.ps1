BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    $sandbox = Start-RoleSandbox -PassThru
}

AfterAll { Stop-RoleSandbox }

Describe 'Publish-RoleCredential' {
    BeforeEach {
        $folder = Join-Path $TestDrive ([Guid]::NewGuid())
        $team = @{ name = 'example-team'; accounts = @(@{ name = 'divx-lab'; roleArn = $workerPermissions2 }) }
        $given = @{ Store = 'File'; Folder = $folder }
    }

    It 'writes a session under the documented paths' {
        $result = Publish-RoleCredential $team @given
        $result.Status | Should -Be 'Rotated'
        $result.Path | Should -Be '/concourse/example-team/divx-lab'
        $result.Changed | Should -BeTrue
        $path = Join-Path $folder concourse/example-team/divx-lab
        $json = Get-Content -Raw $path | ConvertFrom-Json
        $json.PSObject.Properties.Name | Should -Be 'access-key', 'secret-key', 'session-token', 'expiration', 'role-arn'
        foreach ($part in 'access-key', 'secret-key', 'session-token') { Get-Content -Raw "$path-$part" | Should -BeExactly $json.$part }
        $json.'role-arn' | Should -Be $workerPermissions2
    }

    It 'keeps a session that lasts long enough' {
        $null = Publish-RoleCredential $team @given
        $again = Publish-RoleCredential $team @given
        $again.Status | Should -Be 'Kept'
        $again.Changed | Should -BeFalse
    }

    It 'takes a file, JSON, and objects by pipeline' {
        $json = $team | ConvertTo-Json -Depth 5
        $file = Join-Path $TestDrive team.json
        Set-Content $file $json
        (Publish-RoleCredential $json @given).Status | Should -Be 'Rotated'
        (Publish-RoleCredential $file @given).Status | Should -Be 'Kept'
        ($json | ConvertFrom-Json | Publish-RoleCredential @given).Status | Should -Be 'Kept'
    }

    It 'refuses a configuration that is wrong, before anything is assumed' {
        $team.accounts += @{ name = 'other'; roleArn = 'arn:aws::iam::222222222222:role/x' }
        { Publish-RoleCredential $team @given } | Should -Throw -ErrorId 'ArnMalformed*'
        { @() | Publish-RoleCredential @given } | Should -Throw -ErrorId 'TeamConfigurationInvalid*'
        Test-Path $folder | Should -BeFalse
    }

    It 'names a wrong value by its parameter: <Name>' -ForEach @(
        @{ Name = 'Store'; Value = 'Vault' }
        @{ Name = 'Layout'; Value = 'Quadruple' }
        @{ Name = 'ThrottleLimit'; Value = '0' }
        @{ Name = 'MinimumRemaining'; Value = '1h' }
    ) {
        $given.$Name = $Value
        $null = Publish-RoleCredential $team @given -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'RotationOptionInvalid*'
        $failure[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure[0].TargetObject | Should -Be "-$Name"
        "$($failure[0])" | Should -BeLike "*-$Name is '$Value'.*"
    }

    It 'completes the words of -<Name>' -ForEach @(
        @{ Name = 'Store'; Words = 'File', 'ParameterStore', 'SecretsManager' }
        @{ Name = 'Layout'; Words = 'Both', 'Json', 'Triple' }
    ) {
        $line = "Publish-RoleCredential -$Name "
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $Words
    }

    It 'shows its progress and counts in an information record' {
        $null = Publish-RoleCredential $team @given -InformationVariable information
        "$information" | Should -Be '1 account: 1 rotated, 0 kept, 0 failed.'
        $information[0].Tags | Should -Be 'AssumeRole'
    }
}

Describe 'Publish-RoleCredential with -WhatIf' {
    It 'looks at the store and neither assumes nor writes: <_>' -ForEach '-WhatIf', '$WhatIfPreference' {
        # A role that nobody may assume shows that nothing is asked of STS.
        $team = @{ name = 'what-if'; accounts = @(@{ name = 'broken'; roleArn = $trustsNobody }) }
        $result = if ($_ -eq '-WhatIf') { Publish-RoleCredential $team -WhatIf } else {
            & { $WhatIfPreference = $true; Publish-RoleCredential $team }
        }
        $result.Status | Should -Be 'Planned'
        $result.Changed | Should -BeFalse
        $result.Evidence | Should -BeLike '*/concourse/what-if/broken-session-token*'
        (Publish-RoleCredential $team -WhatIf).Status | Should -Be 'Planned'
    }

    It 'says in words what would be done' {
        $team = @{ name = 'what-if'; accounts = @(@{ name = 'broken'; roleArn = $trustsNobody }) } | ConvertTo-Json -Depth 5 -Compress
        $body = "Import-Module '$modulePath'; Start-RoleSandbox; `$null = Publish-RoleCredential '$team' -WhatIf; Stop-RoleSandbox"
        (Invoke-TaskScript $body).Output | Should -BeLike '*What if: Assume the roles of 1 account and write their secrets to SecretsManager.*'
    }
}

Describe 'Publish-RoleCredential with a broken second account, in the sandbox''s <Store>' -ForEach @(
    @{ Store = 'SecretsManager' }, @{ Store = 'ParameterStore' }
) {
    BeforeAll {
        $team = @{
            name     = "half-broken-$Store"
            accounts = @{ name = 'divx-lab'; roleArn = $workerPermissions2 }, @{ name = 'broken'; roleArn = $trustsNobody }
        }
        $results = Publish-RoleCredential $team -Store $Store -ErrorAction SilentlyContinue -ErrorVariable failure -WarningVariable warnings 3>$null
    }

    It 'has a result object for each' {
        ($results | Where-Object Account -EQ 'divx-lab').Status | Should -Be 'Rotated'
        $broken = $results | Where-Object Account -EQ 'broken'
        $broken.Status | Should -Be 'Failed'
        $broken.FindingId | Should -Be 'AssumeDenied'
        foreach ($member in 'Cause', 'Evidence', 'Remedy') { $broken.$member | Should -Not -BeNullOrEmpty }
    }

    It 'has an error record with id, category, target and remedy' {
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'RotationIncomplete,AssumeRole.Cmdlets.PublishRoleCredentialCommand'
        $failure[0].CategoryInfo.Category | Should -Be 'InvalidOperation'
        $failure[0].TargetObject | Should -Be "half-broken-$Store/broken"
        $failure[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'has a warning that says why' {
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike "half-broken-$Store/broken: AssumeDenied: *"
    }

    It 'has written the first, which the next run keeps' {
        $again = Publish-RoleCredential $team -Store $Store -ErrorAction SilentlyContinue 3>$null
        ($again | Where-Object Account -EQ 'divx-lab').Status | Should -Be 'Kept'
    }

    It 'ends a script with exit code 1, all others written' {
        $json = $team | ConvertTo-Json -Depth 5 -Compress
        $run = Invoke-TaskScript @"
`$ErrorActionPreference = 'Stop'
Import-Module '$modulePath'
Start-RoleSandbox
Publish-RoleCredential '$json' -Store $Store -ThrottleLimit 1 | ForEach-Object { "`$(`$_.Account)=`$(`$_.Status)" }
'never'
"@
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match 'divx-lab=Rotated'
        $run.Output | Should -Match 'broken=Failed'
        $run.Output | Should -Not -Match '(?m)^never'
    }
}

Describe 'The streams of Publish-RoleCredential' {
    It 'hold no secret' {
        $team = @{
            name     = 'no-secrets'
            accounts = @{ name = 'divx-lab'; roleArn = $workerPermissions2 }, @{ name = 'broken'; roleArn = $trustsNobody }
        }
        $folder = Join-Path $TestDrive no-secrets
        $all = Publish-RoleCredential $team -Store File -Folder $folder -Verbose -ErrorAction Continue *>&1
        $session = Get-Content -Raw (Join-Path $folder concourse/no-secrets/divx-lab) | ConvertFrom-Json
        $session.'secret-key' | Should -Match '^SANDBOXSECRET'
        $text = ($all | Format-List * -Force | Out-String -Width 400) + ($all | Out-String -Width 400) + ($all | ConvertTo-Json -Depth 4 -WarningAction Ignore)
        $text | Should -Match 'AssumeDenied'
        $text | Should -Not -Match 'SANDBOX(SECRET|TOKEN)'
        foreach ($part in 'access-key', 'secret-key', 'session-token') { $text.Contains($session.$part) | Should -BeFalse }
    }
}
