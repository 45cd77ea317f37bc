BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    Start-RoleSandbox
    $env:AWS_PROFILE = 'somebody'
    $env:AWS_ACCESS_KEY_ID = ''
    $env:aws_assume_role_duration = '3600'
}

AfterAll {
    Stop-RoleSandbox
    Remove-Item Env:AWS_PROFILE, Env:aws_assume_role_duration -ErrorAction Ignore
}

Describe 'Invoke-WithRole' {
    BeforeEach {
        $before = Get-EnvironmentSnapshot
        $parameters = @{ RoleArn = $workerPermissions2; Source = 'Instance' }
    }

    # Whatever a test did: the whole environment is as it was, to the letter.
    AfterEach {
        Get-EnvironmentSnapshot | Should -BeExactly $before
        Get-AssumedRole | Should -BeNullOrEmpty
    }

    It 'runs the block with the role in the environment' {
        $seen = Invoke-WithRole @parameters { Get-AssumedRole; $env:AWS_ACCESS_KEY_ID; Test-Path Env:AWS_PROFILE }
        $seen[0].RoleArn | Should -Be $workerPermissions2
        $seen[0].Scope | Should -Be 'Invoke-WithRole'
        $seen[1] | Should -BeExactly $seen[0].AccessKeyId
        $seen[2] | Should -BeFalse
    }

    It 'hands the role to a native child process' {
        $id = Invoke-WithRole @parameters { (Invoke-PowerShell -Command '$env:AWS_ACCESS_KEY_ID') }
        $id | Should -Match '^ASIA'
    }

    It 'takes the block as its only argument and the role from the task' {
        $env:aws_assume_role_arn = $workerPermissions3
        try { Invoke-WithRole { (Get-AssumedRole).Account } -Source Instance | Should -Be '333333333333' }
        finally { Remove-Item Env:aws_assume_role_arn }
    }

    It 'takes role and block by position' {
        Invoke-WithRole $workerPermissions2 { (Get-AssumedRole).Account } -Source Instance | Should -Be '222222222222'
    }

    It 'passes arguments, to param and to $args' {
        Invoke-WithRole @parameters { param($a, $b) "$a-$b" } -ArgumentList 1, 2 | Should -Be '1-2'
        Invoke-WithRole @parameters { $args.Count } -ArgumentList 1, 2, 3 | Should -Be 3
        Invoke-WithRole @parameters { "<$args>" } | Should -Be '<>'
    }

    It 'runs the block in a child scope that sees the caller''s variables' {
        $outer = 'outer'
        Invoke-WithRole @parameters { $outer; $outer = 'inner' } | Should -Be 'outer'
        $outer | Should -Be 'outer'
    }

    It 'streams output while the block still runs' {
        $order = [Collections.Generic.List[string]]::new()
        Invoke-WithRole @parameters { 1..3 | ForEach-Object { $order.Add("in $_"); $_ } } | ForEach-Object { $order.Add("out $_") }
        $order | Should -Be @('in 1', 'out 1', 'in 2', 'out 2', 'in 3', 'out 3')
    }

    It 'writes errors and warnings where they belong, under redirection too' {
        $all = Invoke-WithRole @parameters { Write-Error 'one' -ErrorAction Continue; 'two'; Write-Warning 'three' } 2>&1 3>&1
        $all | ForEach-Object { $_.GetType().Name } | Should -Be @('ErrorRecord', 'String', 'WarningRecord')
    }

    It 'writes an error of a native program''s stream under 2>&1' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'its native program is sh'; return }
        $all = Invoke-WithRole @parameters { sh -c 'echo out; echo err >&2' } 2>&1
        ($all | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) -join '' | Should -Be 'err'
        ($all | Where-Object { $_ -is [string] }) -join '' | Should -Be 'out'
    }

    It 'leaves $LASTEXITCODE as the block''s last program set it' {
        Invoke-WithRole @parameters { Invoke-PowerShell -Command 'exit 7' }
        $LASTEXITCODE | Should -Be 7
    }

    It 'lets throw through as it is' {
        { Invoke-WithRole @parameters { throw 'boom' } } | Should -Throw -ErrorId 'boom' -ExpectedMessage 'boom'
    }

    It 'lets a terminating error through with its own id' {
        { Invoke-WithRole @parameters { Get-Item /there/is/no/such/thing -ErrorAction Stop } } | Should -Throw -ErrorId 'PathNotFound*'
    }

    It 'lets break end the caller''s loop' {
        $reached = foreach ($i in 1..3) { $i; Invoke-WithRole @parameters { if ($i -eq 2) { break } } }
        $reached | Should -Be @(1, 2)
    }

    It 'lets continue go on with the caller''s loop' {
        $reached = foreach ($i in 1..3) { Invoke-WithRole @parameters { if ($i -eq 2) { continue } }; $i }
        $reached | Should -Be @(1, 3)
    }

    It 'lets return end the block only' {
        $reached = & { Invoke-WithRole @parameters { 'in'; return; 'never' }; 'after' }
        $reached | Should -Be @('in', 'after')
    }

    It 'stops the block when Select-Object -First has enough' {
        $count = [ref] 0
        Invoke-WithRole @parameters { 1..1000 | ForEach-Object { $count.Value++; $_ } } | Select-Object -First 2 | Should -Be @(1, 2)
        $count.Value | Should -Be 2
    }

    It 'nests, and each block has its own role' {
        $accounts = Invoke-WithRole @parameters {
            (Get-AssumedRole).Account
            Invoke-WithRole $workerPermissions3 { (Get-AssumedRole).Account } -Source Instance
            (Get-AssumedRole).Account
        }
        $accounts | Should -Be @('222222222222', '333333333333', '222222222222')
    }

    It 'ends a Use-AssumedRole that the block made' {
        Invoke-WithRole @parameters { Use-AssumedRole $workerPermissions3 -Source Instance }
    }

    It 'puts back what the block itself did to our variables' {
        Invoke-WithRole @parameters { $env:AWS_PROFILE = 'other'; $env:AWS_ACCESS_KEY_ID = 'AKIA'; Remove-Item Env:AWS_SESSION_TOKEN }
    }

    It 'does not let Clear-AssumedRole end the block''s role early' {
        $after = Invoke-WithRole @parameters { Clear-AssumedRole 3>$null; (Get-AssumedRole).Account }
        $after | Should -Be '222222222222'
    }

    It 'puts the environment back when the pipeline is stopped' {
        $shell = [powershell]::Create()
        try {
            $started = [Threading.ManualResetEventSlim]::new()
            $null = $shell.AddScript({
                param($module, $role, $started)
                Import-Module $module
                Invoke-WithRole $role -Source Instance { $started.Set(); Start-Sleep 300 }
            }).AddArgument($modulePath).AddArgument($workerPermissions2).AddArgument($started)
            $run = $shell.BeginInvoke()
            $started.Wait(120000) | Should -BeTrue
            $env:AWS_SESSION_TOKEN | Should -Not -BeNullOrEmpty
            $shell.Stop()
            { $shell.EndInvoke($run) } | Should -Throw
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'is refused in a second runspace while a role is in force' {
        $id = Invoke-WithRole @parameters {
            1 | ForEach-Object -Parallel {
                Import-Module $using:modulePath
                try { Invoke-WithRole $using:workerPermissions3 { 'never' } -Source Instance } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
            }
        }
        $id | Should -Be 'EnvironmentInUse'
    }

    It 'lets a second runspace take credentials without the environment' {
        $account = Invoke-WithRole @parameters {
            1 | ForEach-Object -Parallel {
                Import-Module $using:modulePath
                (Get-AssumedRoleCredential $using:workerPermissions3 -Source Instance).Account
            }
        }
        $account | Should -Be '333333333333'
    }

    It 'needs a script block' {
        { Invoke-WithRole $workerPermissions2 } | Should -Throw -ErrorId 'ScriptBlockMissing'
    }

    It 'never runs the block when the role is denied' {
        $ran = [ref] $false
        { Invoke-WithRole $trustsNobody { $ran.Value = $true } -Source Instance } | Should -Throw -ErrorId 'AssumeDenied'
        $ran.Value | Should -BeFalse
    }

    It 'never runs the block without the role, where -ErrorAction lets the script go on' {
        $ran = [ref] $false
        Invoke-WithRole $trustsNobody { $ran.Value = $true } -Source Instance -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.FullyQualifiedErrorId | Should -BeLike 'AssumeDenied*'
        $ran.Value | Should -BeFalse
    }
}

Describe 'A role that a closed runspace left in force' {
    It 'can be taken over and cleared' {
        $before = Get-EnvironmentSnapshot
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($m, $r) Import-Module $m; Use-AssumedRole $r -Source Instance').AddArgument($modulePath).AddArgument($workerPermissions2)
        $null = $shell.Invoke()
        $shell.Runspace.Dispose()
        $shell.Dispose()
        (Get-AssumedRole).RoleArn | Should -Be $workerPermissions2
        Clear-AssumedRole
        Get-EnvironmentSnapshot | Should -BeExactly $before
    }
}
