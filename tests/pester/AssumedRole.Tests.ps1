BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    Start-RoleSandbox
}

AfterAll {
    Stop-RoleSandbox
}

Describe 'Get-AssumedRole' {
    It 'returns nothing when no role is in force' {
        Get-AssumedRole | Should -BeNullOrEmpty
    }

    It 'shows role, account, expiry and time left, and has no secret at all' {
        Use-AssumedRole $workerPermissions2 -Region eu-west-2 6>$null
        $role = Get-AssumedRole
        $role.RoleArn | Should -Be $workerPermissions2
        $role.Account | Should -Be '222222222222'
        $role.Region | Should -Be 'eu-west-2'
        $role.Scope | Should -Be 'Use-AssumedRole'
        $role.TimeLeft.TotalMinutes | Should -BeGreaterThan 58
        $role.PSObject.Properties.Name | Should -Not -Contain 'SecretAccessKey'
        $role.PSObject.Properties.Name | Should -Not -Contain 'SessionToken'
        Clear-AssumedRole
    }
}

Describe 'Clear-AssumedRole' {
    It 'does nothing when no role is in force' {
        $before = Get-EnvironmentSnapshot
        Clear-AssumedRole
        Get-EnvironmentSnapshot | Should -BeExactly $before
    }

    It 'puts back keys that were there, and unsets what was unset' {
        $env:AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
        $env:AWS_SECRET_ACCESS_KEY = 'secret-of-somebody'
        try {
            $before = Get-EnvironmentSnapshot
            Use-AssumedRole $workerPermissions2 -Source Instance 6>$null
            Use-AssumedRole $workerPermissions3 -Source Instance 6>$null
            Clear-AssumedRole
            Get-EnvironmentSnapshot | Should -BeExactly $before
            Test-Path Env:AWS_SESSION_TOKEN | Should -BeFalse
        }
        finally {
            Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY
        }
    }

    It 'changes nothing with -WhatIf' {
        Use-AssumedRole $workerPermissions2 6>$null
        Clear-AssumedRole -WhatIf
        Get-AssumedRole | Should -Not -BeNullOrEmpty
        Clear-AssumedRole
    }

    It 'is refused in another runspace' {
        Use-AssumedRole $workerPermissions2 6>$null
        $id = 1 | ForEach-Object -Parallel {
            Import-Module $using:modulePath
            try { Clear-AssumedRole } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
        }
        $id | Should -Be 'EnvironmentInUse'
        Clear-AssumedRole
    }

    It 'keeps another runspace from asking STS at all: <_>' -ForEach 'Use-AssumedRole', 'Invoke-WithRole' {
        Use-AssumedRole $workerPermissions2 6>$null
        $command = $_
        $id = 1 | ForEach-Object -Parallel {
            Import-Module $using:modulePath
            $arguments = @{ RoleArn = $using:workerPermissions3; EndpointUrl = 'http://127.0.0.1:1' }
            if ($using:command -eq 'Invoke-WithRole') { $arguments.ScriptBlock = { } }
            try { & $using:command @arguments 6>$null } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
        }
        $id | Should -Be 'EnvironmentInUse'
        Clear-AssumedRole
    }
}

Describe 'What a user sets by hand after Use-AssumedRole' {
    It 'counts as the worker''s own identity for the next call' {
        Use-AssumedRole $workerPermissions2 6>$null
        $env:AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
        $env:AWS_SECRET_ACCESS_KEY = 'wrong'
        { Use-AssumedRole $workerPermissions3 } | Should -Throw -ErrorId 'CredentialsRefused'
        Clear-AssumedRole
    }
}
