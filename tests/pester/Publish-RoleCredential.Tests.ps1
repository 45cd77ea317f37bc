BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    Start-RoleSandbox
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
        $files = Get-ChildItem $folder -Recurse -File | ForEach-Object Name
        foreach ($end in '', '-access-key', '-secret-key', '-session-token') { $files -match "divx-lab$end(\..*)?$" | Should -Not -BeNullOrEmpty }
    }

    It 'keeps a session that lasts long enough' {
        $null = Publish-RoleCredential $team @given
        $again = Publish-RoleCredential $team @given
        $again.Status | Should -Be 'Kept'
        $again.Changed | Should -BeFalse
    }

    It 'reports a broken account, writes the others, and ends with an error' {
        $team.accounts += @{ name = 'broken'; roleArn = $trustsNobody }
        $results = Publish-RoleCredential $team @given -ErrorAction SilentlyContinue -ErrorVariable failure
        ($results | Where-Object Account -EQ 'divx-lab').Status | Should -Be 'Rotated'
        ($results | Where-Object Account -EQ 'broken').FindingId | Should -Be 'AssumeDenied'
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'RotationIncomplete*'
    }

    It 'takes a file, JSON, and objects by pipeline' {
        $json = $team | ConvertTo-Json -Depth 5
        $file = Join-Path $TestDrive team.json
        Set-Content $file $json
        (Publish-RoleCredential $json @given).Status | Should -Be 'Rotated'
        (Publish-RoleCredential $file @given).Status | Should -Be 'Kept'
        ($json | ConvertFrom-Json | Publish-RoleCredential @given).Status | Should -Be 'Kept'
    }

    It 'writes nothing with -WhatIf' {
        (Publish-RoleCredential $team @given -WhatIf).Status | Should -Be 'Planned'
        Test-Path $folder | Should -BeFalse
    }

    It 'refuses a configuration that is wrong, before anything is assumed' {
        $team.accounts += @{ name = 'other'; roleArn = 'arn:aws::iam::222222222222:role/x' }
        { Publish-RoleCredential $team @given } | Should -Throw -ErrorId 'ArnMalformed*'
        Test-Path $folder | Should -BeFalse
        { Publish-RoleCredential $team @given -Layout Quadruple } | Should -Throw -ErrorId 'VariableInvalid*'
    }

    It 'writes to the sandbox''s Secrets Manager' {
        $result = Publish-RoleCredential $team -Force
        $result.FindingId | Should -BeNullOrEmpty
        $result.Status | Should -Be 'Rotated'
    }
}
