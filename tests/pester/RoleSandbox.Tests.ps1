BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
}

Describe 'Start-RoleSandbox and Stop-RoleSandbox' {
    BeforeEach {
        $before = Get-EnvironmentSnapshot
    }

    AfterEach {
        Stop-RoleSandbox 3>$null
        Get-EnvironmentSnapshot | Should -BeExactly $before
    }

    It 'listens on loopback only and has the built-in world' {
        $sandbox = Start-RoleSandbox -PassThru
        $sandbox.Endpoint.Host | Should -Be '127.0.0.1'
        $sandbox.InstanceRoleArn | Should -Be 'arn:aws:iam::111111111111:role/concourse-worker'
        foreach ($role in $workerPermissions2, $workerPermissions3, $trustsNobody, 'arn:aws:iam::033145145979:role/role1', 'arn:aws:iam::033145145979:role/role2') {
            $sandbox.RoleArns | Should -Contain $role
        }
    }

    It 'keeps a real identity out of the rehearsal, and puts it back' {
        $env:AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
        $env:AWS_SECRET_ACCESS_KEY = 'real'
        $env:AWS_PROFILE = 'real'
        try {
            Start-RoleSandbox
            Test-Path Env:AWS_ACCESS_KEY_ID | Should -BeFalse
            Test-Path Env:AWS_PROFILE | Should -BeFalse
            Test-WorkerRoleChain $workerPermissions2 -Quiet | Should -BeTrue
            Stop-RoleSandbox
            $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY, $env:AWS_PROFILE | Should -Be @('AKIAIOSFODNN7EXAMPLE', 'real', 'real')
        }
        finally {
            Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY, Env:AWS_PROFILE
        }
    }

    It 'refuses to start twice' {
        Start-RoleSandbox
        { Start-RoleSandbox } | Should -Throw -ErrorId 'SandboxRunning'
    }

    It 'warns when there is nothing to stop' {
        Stop-RoleSandbox 3>&1 | Should -Match 'No sandbox'
    }

    It 'can be stopped while one of its roles is in force' {
        Start-RoleSandbox
        Use-AssumedRole $workerPermissions2 6>$null
        Stop-RoleSandbox
        Clear-AssumedRole
    }

    It 'takes a world file, and says where it is wrong' {
        $world = Join-Path $TestDrive 'world.json'
        Set-Content $world '{ "region": "eu-west-1", "roels": [] }'
        $caught = $null
        try { Start-RoleSandbox -World $world } catch { $caught = $_ }
        ($caught.FullyQualifiedErrorId -split ',')[0] | Should -Be 'WorldInvalid'
        $caught.CategoryInfo.Category | Should -Be 'InvalidData'
        "$caught" | Should -Match 'roels'
    }

    It 'answers nobody after it was stopped' {
        $endpoint = (Start-RoleSandbox -PassThru).Endpoint
        Stop-RoleSandbox
        { Invoke-WebRequest "${endpoint}latest/meta-data/" -TimeoutSec 5 -NoProxy } | Should -Throw
    }

    It 'starts nothing with -WhatIf' {
        Start-RoleSandbox -WhatIf
        Stop-RoleSandbox 3>&1 | Should -Match 'No sandbox'
    }
}
