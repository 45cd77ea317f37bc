BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    Start-RoleSandbox

    # What a client of container credentials does, by hand.
    function Get-Answer([string] $Address, [string] $Token, [hashtable] $Header = @{}) {
        if ($Token) { $Header.Authorization = $Token }
        Invoke-WebRequest $Address -Headers $Header -SkipHeaderValidation -SkipHttpErrorCheck -NoProxy
    }
}

AfterAll {
    Stop-RoleCredentialServer -WarningAction SilentlyContinue
    Stop-RoleSandbox
}

Describe 'Invoke-WithRole -KeepFresh' {
    BeforeAll {
        # This process's own, from Linux's /proc.
        function Get-Listener {
            $own = (Get-ChildItem /proc/$PID/fd).LinkTarget -match '^socket:' -replace '\D'
            foreach ($line in Get-Content /proc/$PID/net/tcp, /proc/$PID/net/tcp6 -ErrorAction Ignore) {
                $fields = -split $line
                if ($fields[3] -eq '0A' -and $own -contains $fields[9]) { $fields[1] }
            }
        }
    }
    BeforeEach { $before = Get-EnvironmentSnapshot }
    AfterEach {
        Get-EnvironmentSnapshot | Should -BeExactly $before
        Get-AssumedRole | Should -BeNullOrEmpty
    }

    It 'gives the block an endpoint in place of keys' {
        $seen = Invoke-WithRole $workerPermissions2 -KeepFresh {
            Get-ChildItem Env:AWS_* | ForEach-Object Name
            Get-AssumedRole
            Invoke-RestMethod $env:AWS_CONTAINER_CREDENTIALS_FULL_URI -Headers @{ Authorization = $env:AWS_CONTAINER_AUTHORIZATION_TOKEN } -NoProxy
        }
        $seen | Should -Contain 'AWS_CONTAINER_CREDENTIALS_FULL_URI'
        $seen | Should -Contain 'AWS_CONTAINER_AUTHORIZATION_TOKEN'
        $seen | Should -Not -Contain 'AWS_ACCESS_KEY_ID'
        $seen | Should -Not -Contain 'AWS_SESSION_TOKEN'
        $seen[-2].RoleArn | Should -Be $workerPermissions2
        $seen[-1].AccessKeyId | Should -BeExactly $seen[-2].AccessKeyId
        $seen[-1].SecretAccessKey | Should -HaveCount 1
        [datetime] $seen[-1].Expiration | Should -BeGreaterThan ([datetime]::UtcNow)
    }

    It 'starts from the worker, whatever the block sees' {
        $inner = Invoke-WithRole $workerPermissions2 -KeepFresh {
            (Get-AssumedRoleCredential $workerPermissions3 -NoCache).RoleArn
        }
        $inner | Should -Be $workerPermissions3
    }

    It 'puts everything back when the block throws, and leaves no listener' {
        $script:address = $null
        { Invoke-WithRole $workerPermissions2 -KeepFresh { $script:address = $env:AWS_CONTAINER_CREDENTIALS_FULL_URI; throw 'block' } } |
            Should -Throw 'block'
        { Get-Answer $script:address } | Should -Throw
    }

    It 'leaves no listener and no variable when the pipeline is stopped' {
        $file = Join-Path $TestDrive address
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                    param($Module, $Role, $File)
                    Import-Module $Module
                    Invoke-WithRole $Role -KeepFresh { Set-Content $File $env:AWS_CONTAINER_CREDENTIALS_FULL_URI; Start-Sleep 600 }
                }).AddArgument($modulePath).AddArgument($workerPermissions2).AddArgument($file)
            $running = $shell.BeginInvoke()
            $deadline = [DateTime]::UtcNow.AddMinutes(2)
            while (-not (Test-Path $file) -or -not (Get-Content $file)) {
                if ([DateTime]::UtcNow -gt $deadline) { throw 'The block did not begin within two minutes.' }
                Start-Sleep -Milliseconds 20
            }
            $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(120000) | Should -BeTrue
            $running.AsyncWaitHandle.WaitOne(120000) | Should -BeTrue
        }
        finally { $shell.Dispose() }
        { Get-Answer (Get-Content $file) } | Should -Throw
    }

    It 'leaves no listener when what it writes ends the pipeline' {
        if (-not $IsLinux) { Set-ItResult -Skipped -Because 'only Linux has /proc'; return }
        $listeners = Get-Listener
        { $VerbosePreference = 'Stop'; Invoke-WithRole $workerPermissions2 -KeepFresh { 'ran' } } | Should -Throw
        Get-Listener | Should -Be $listeners
    }

    It 'leaves no listener when its warning ends the script' {
        if (-not $IsLinux) { Set-ItResult -Skipped -Because 'only Linux has /proc'; return }
        $listeners = Get-Listener
        $StoredAWSCredentials = 'something'
        { Invoke-WithRole $workerPermissions2 -KeepFresh -WarningAction Stop { 'ran' } } | Should -Throw '*StoredAWSCredentials*'
        Get-Listener | Should -Be $listeners
    }

    It 'ends at once when what its block writes is enough' {
        $took = Measure-Command { Invoke-WithRole $workerPermissions2 -KeepFresh { 1..3; Start-Sleep 600 } | Select-Object -First 1 }
        $took.TotalSeconds | Should -BeLessThan 300 -Because 'the block sleeps for 600 s'
    }

    It 'refuses what cannot be renewed: <What>' -ForEach @(
        @{ What = 'an MFA code'; Given = @{ SerialNumber = 'arn:aws:iam::111111111111:mfa/operator'; TokenCode = '123456' } }
        @{ What = 'a token'; Given = @{ WebIdentityToken = (ConvertTo-SecureString 'eyJhbGciOiJub25lIn0.e30.x' -AsPlainText -Force) } }
        @{ What = '-Chain'; Given = @{ Chain = $true } }
    ) {
        { Invoke-WithRole $workerPermissions2 -KeepFresh @Given { 'ran' } } | Should -Throw -ErrorId 'RenewalImpossible*'
    }

    It 'refuses a session that was given' {
        $session = Get-AssumedRoleCredential $workerPermissions2
        { Invoke-WithRole $workerPermissions2 -Credential $session -KeepFresh { 'ran' } } | Should -Throw -ErrorId 'RenewalImpossible*'
    }

    It 'says at once why there is no session' {
        { Invoke-WithRole $trustsNobody -KeepFresh { 'ran' } } | Should -Throw -ErrorId 'AssumeDenied*'
    }
}

Describe 'Start-RoleCredentialServer' {
    AfterEach { Stop-RoleCredentialServer -WarningAction SilentlyContinue }

    It 'serves a role to whoever has the token' {
        $role = (Start-RoleCredentialServer $workerPermissions2).Roles
        $role.State | Should -Be 'Idle'
        $answer = Get-Answer $role.Address $role.Token.Reveal()
        $answer.StatusCode | Should -Be 200
        ($answer.Content | ConvertFrom-Json).AccessKeyId | Should -Match '^ASIA'
        (Get-RoleCredentialServer).Roles.State | Should -Be 'Good'
    }

    It 'refuses <What> with <Status>' -ForEach @(
        @{ What = 'no token'; Status = 401; Token = ''; Header = @{} }
        @{ What = 'a wrong token'; Status = 401; Token = 'wrong'; Header = @{} }
        @{ What = 'a foreign host'; Status = 403; Token = $null; Header = @{ Host = 'evil.example' } }
    ) {
        $role = (Start-RoleCredentialServer $workerPermissions2).Roles
        $answer = Get-Answer $role.Address ($Token ?? $role.Token.Reveal()) $Header.Clone()
        $answer.StatusCode | Should -BeIn $Status, 403
        $answer.Content | Should -Not -Match 'ASIA'
    }

    It 'shows no token by accident' {
        $server = Start-RoleCredentialServer $workerPermissions2
        $token = $server.Roles.Token.Reveal()
        ($server | Format-List * | Out-String), ($server.Roles | ConvertTo-Json -Depth 5), ($server | Out-String), "$($server.Roles)" |
            ForEach-Object { $_ | Should -Not -Match ([regex]::Escape($token)) }
    }

    It 'speaks IMDSv2 on a port of its own' {
        $role = (Start-RoleCredentialServer $workerPermissions2 -Dialect InstanceMetadata).Roles
        $role.Token | Should -BeNullOrEmpty
        (Get-Answer "$($role.Address)/latest/meta-data/iam/security-credentials/").StatusCode | Should -Be 401
        $token = Invoke-RestMethod "$($role.Address)/latest/api/token" -Method Put -Headers @{ 'X-aws-ec2-metadata-token-ttl-seconds' = '60' } -NoProxy
        $header = @{ 'X-aws-ec2-metadata-token' = $token }
        $name = Invoke-RestMethod "$($role.Address)/latest/meta-data/iam/security-credentials/" -Headers $header -NoProxy
        $name | Should -Be 'worker-permissions'
        (Invoke-RestMethod "$($role.Address)/latest/meta-data/iam/security-credentials/$name" -Headers $header -NoProxy).Code | Should -Be 'Success'
    }

    It 'serves a map of roles, each token its own role' {
        $map = Join-Path $TestDrive map.json
        Set-Content $map "{ `"/two`": { `"roleArn`": `"$workerPermissions2`" }, `"/three`": { `"roleArn`": `"$workerPermissions3`" } }"
        $roles = (Start-RoleCredentialServer -Map $map).Roles
        $roles.RoleArn | Should -Be @($workerPermissions2, $workerPermissions3)
        (Get-Answer $roles[0].Address $roles[1].Token.Reveal()).Content | Should -Not -Match 'ASIA'
        foreach ($role in $roles) {
            ((Get-Answer $role.Address $role.Token.Reveal()).Content | ConvertFrom-Json).RoleArn | Should -Match $role.RoleArn.Split(':')[4]
        }
    }

    It 'answers why, when there is no session' {
        $role = (Start-RoleCredentialServer $trustsNobody).Roles
        $answer = Get-Answer $role.Address $role.Token.Reveal()
        $answer.StatusCode | Should -BeGreaterOrEqual 400
        $answer.Content | Should -Match 'AssumeDenied'
        (Get-RoleCredentialServer).Roles.FindingId | Should -Be 'AssumeDenied'
    }

    It 'logs without secrets' {
        $log = Join-Path $TestDrive server.log
        $role = (Start-RoleCredentialServer $workerPermissions2 -LogPath $log).Roles
        $null = Get-Answer $role.Address $role.Token.Reveal()
        $null = Get-Answer $role.Address wrong
        Stop-RoleCredentialServer
        $events = Get-Content $log | ConvertFrom-Json
        $events.event | Should -Contain 'started'
        $events.event | Should -Contain 'renewed'
        $events.event | Should -Contain 'refused'
        $events.event[-1] | Should -Be 'stopped'
        Get-Content -Raw $log | Should -Not -Match 'SANDBOX(SECRET|TOKEN)'
        Get-Content -Raw $log | Should -Not -Match ([regex]::Escape($role.Token.Reveal()))
    }

    It 'refuses to listen beyond loopback unless told for whom' {
        { Start-RoleCredentialServer $workerPermissions2 -Address 0.0.0.0 } | Should -Throw -ErrorId 'ListenRefused*'
        { Start-RoleCredentialServer $workerPermissions2 -Address 0.0.0.0 -AllowNonLoopback } | Should -Throw -ErrorId 'ListenRefused*'
        Get-RoleCredentialServer | Should -BeNullOrEmpty
    }

    It 'refuses what is misspelt: <Id>' -ForEach @(
        @{ Id = 'DialectInvalid'; Given = @{ Dialect = 'IMDSv1' } }
        @{ Id = 'PortUnavailable'; Given = @{ Port = 'http' } }
        @{ Id = 'LogPathInvalid'; Given = @{ LogPath = '/absent/folder/log' } }
        @{ Id = 'MapInvalid'; Given = @{ Map = '/absent/map.json' } }
        @{ Id = 'RenewalImpossible'; Given = @{ SerialNumber = 'arn:aws:iam::111111111111:mfa/operator'; TokenCode = '123456' } }
    ) {
        { Start-RoleCredentialServer $workerPermissions2 @Given } | Should -Throw -ErrorId "$Id*"
        Get-RoleCredentialServer | Should -BeNullOrEmpty
    }

    It 'starts nothing with -WhatIf' {
        Start-RoleCredentialServer $workerPermissions2 -WhatIf
        Get-RoleCredentialServer | Should -BeNullOrEmpty
    }
}

Describe 'Stop-RoleCredentialServer' {
    It 'stops the one that is piped to it, and no other' {
        $one = Start-RoleCredentialServer $workerPermissions2
        $two = Start-RoleCredentialServer $workerPermissions3
        $one | Stop-RoleCredentialServer
        { Get-Answer $one.Roles[0].Address } | Should -Throw
        Get-RoleCredentialServer | Should -Be $two
        Stop-RoleCredentialServer
        Get-RoleCredentialServer | Should -BeNullOrEmpty
    }

    It 'stops none where an empty pipeline names none' {
        $server = Start-RoleCredentialServer $workerPermissions2
        @() | Stop-RoleCredentialServer
        Get-RoleCredentialServer | Should -Be $server
        Stop-RoleCredentialServer
    }

    It 'stops every server though the log of one cannot be written, and says so afterwards' {
        if (-not $IsLinux) { Set-ItResult -Skipped -Because 'only Linux has /dev/full'; return }
        $servers = @(
            Start-RoleCredentialServer $workerPermissions2 -LogPath /dev/full
            Start-RoleCredentialServer $workerPermissions3
        )
        Stop-RoleCredentialServer -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.FullyQualifiedErrorId | Should -BeLike 'LogIncomplete*'
        $failures.TargetObject | Should -Be /dev/full
        Get-RoleCredentialServer | Should -BeNullOrEmpty
        foreach ($server in $servers) { { Get-Answer $server.Roles[0].Address } | Should -Throw }
    }

    It 'warns where there is none' {
        Stop-RoleCredentialServer 3>&1 | Should -Match 'No credential server'
    }

    It 'leaves neither handles nor threads after many' {
        if (-not $IsLinux) { Set-ItResult -Skipped -Because 'open handles are counted in /proc'; return }
        $start = { 1..20 | ForEach-Object { $null = Start-RoleCredentialServer $workerPermissions2; Stop-RoleCredentialServer } }
        & $start
        $handles = (Get-ChildItem /proc/$PID/fd).Count
        & $start
        & $start
        (Get-ChildItem /proc/$PID/fd).Count | Should -BeLessOrEqual ($handles + 5)
    }

    It 'is done for a process whose module is removed' {
        $run = Invoke-TaskScript @"
Import-Module '$modulePath'
Start-RoleSandbox
`$address = (Start-RoleCredentialServer $workerPermissions2).Roles.Address
Remove-Module AssumeRole
try { `$null = Invoke-WebRequest `$address -SkipHttpErrorCheck -NoProxy; 'listens' } catch { 'gone' }
"@
        $run.Output | Should -Match 'gone'
    }
}
