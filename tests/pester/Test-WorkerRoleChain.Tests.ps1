BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    Start-RoleSandbox
}

AfterAll {
    Stop-RoleSandbox
}

Describe 'Test-WorkerRoleChain' {
    It 'passes every link of a healthy chain' {
        $steps = Test-WorkerRoleChain $workerPermissions2
        $steps.Step | Should -Be @('Metadata', 'InstanceRole', 'CallerIdentity', 'Hop')
        $steps.Status | Sort-Object -Unique | Should -Be 'Passed'
        $steps[0].PSObject.Properties.Name | Should -Be @('Step', 'Target', 'Status', 'Duration', 'FindingId', 'Cause', 'Evidence', 'Remedy')
        $steps[2].Evidence | Should -Match 'arn:aws:sts::111111111111:assumed-role/concourse-worker/'
    }

    It 'reports each hop of -Via' {
        (Test-WorkerRoleChain arn:aws:iam::033145145979:role/role2 -Via arn:aws:iam::033145145979:role/role1).Step |
            Should -Be @('Metadata', 'InstanceRole', 'CallerIdentity', 'Hop', 'Hop')
    }

    It 'names the finding of the first broken link and skips those behind it' {
        $steps = Test-WorkerRoleChain arn:aws:iam::033145145979:role/role2 -Via $trustsNobody
        $steps[3].Status | Should -Be 'Failed'
        $steps[3].FindingId | Should -Be 'AssumeDenied'
        $steps[3].Target | Should -Be $trustsNobody
        $steps[3].Remedy | Should -Match 'trust policy'
        $steps[4].Status | Should -Be 'Skipped'
        $steps[4].Cause | Should -Match 'Hop failed'
    }

    It 'reports a malformed role as a finding, not as an error' {
        $step = Test-WorkerRoleChain arn:aws::iam::222222222222:role/x
        $step.FindingId | Should -Be 'ArnMalformed'
        $step.Remedy | Should -Match 'arn:aws:iam::222222222222:role/x'
    }

    It 'reports metadata that does not answer' {
        $before = $env:AWS_EC2_METADATA_SERVICE_ENDPOINT
        $env:AWS_EC2_METADATA_SERVICE_ENDPOINT = 'http://127.0.0.1:1'
        try { $steps = Test-WorkerRoleChain $workerPermissions2 }
        finally { $env:AWS_EC2_METADATA_SERVICE_ENDPOINT = $before }
        $steps[0].FindingId | Should -Be 'MetadataUnavailable'
        $steps[1..3].Status | Sort-Object -Unique | Should -Be 'Skipped'
    }

    It 'says where the base credentials come from when they are not the instance''s' {
        $role1 = Get-AssumedRoleCredential arn:aws:iam::033145145979:role/role1
        $steps = Test-WorkerRoleChain arn:aws:iam::033145145979:role/role2 -Credential $role1
        $steps.Step | Should -Be @('BaseCredentials', 'CallerIdentity', 'Hop')
        $steps.Status | Sort-Object -Unique | Should -Be 'Passed'
    }

    It 'answers true or false with -Quiet' {
        Test-WorkerRoleChain $workerPermissions2 -Quiet | Should -BeExactly $true
        Test-WorkerRoleChain $trustsNobody -Quiet | Should -BeExactly $false
        Test-WorkerRoleChain -Quiet | Should -BeExactly $false
    }

    It 'changes no variable and ends no script' {
        $before = Get-EnvironmentSnapshot
        $null = Test-WorkerRoleChain $trustsNobody
        Get-EnvironmentSnapshot | Should -BeExactly $before
    }
}
