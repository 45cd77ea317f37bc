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
        $steps.FindingId | Sort-Object -Unique | Should -Be ''
        $steps.Step | Should -Be @('Environment', 'Metadata', 'InstanceRole', 'CallerIdentity', 'Hop')
        $steps.Status | Sort-Object -Unique | Should -Be 'Passed'
        $steps[0].PSObject.Properties.Name | Should -Be @('Step', 'Target', 'Status', 'Duration', 'FindingId', 'Cause', 'Evidence', 'Remedy', 'Chain', 'Candidates')
        $steps[3].Evidence | Should -Match 'arn:aws:sts::111111111111:assumed-role/concourse-worker/'
    }

    It 'reports each hop of -Via' {
        (Test-WorkerRoleChain arn:aws:iam::033145145979:role/role2 -Via arn:aws:iam::033145145979:role/role1).Step |
            Should -Be @('Environment', 'Metadata', 'InstanceRole', 'CallerIdentity', 'Hop', 'Hop')
    }

    It 'names the finding of the first broken link and skips those behind it' {
        $steps = Test-WorkerRoleChain arn:aws:iam::033145145979:role/role2 -Via $trustsNobody
        $steps[4].Status | Should -Be 'Failed'
        $steps[4].FindingId | Should -Be 'AssumeDenied'
        $steps[4].Target | Should -Be $trustsNobody
        $steps[4].Remedy | Should -Match 'trust policy'
        $steps[4].Candidates[0].Cause | Should -Be 'TrustPolicy'
        $steps[4].Candidates.IsCertain | Should -Not -Contain $true
        $steps[5].Status | Should -Be 'Skipped'
        $steps[5].Cause | Should -Match 'Hop failed'
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
        $steps[1].FindingId | Should -Be 'MetadataUnavailable'
        $steps[2..4].Status | Sort-Object -Unique | Should -Be 'Skipped'
    }

    It 'says where the base credentials come from when they are not the instance''s' {
        $role1 = Get-AssumedRoleCredential arn:aws:iam::033145145979:role/role1
        $steps = Test-WorkerRoleChain arn:aws:iam::033145145979:role/role2 -Credential $role1
        $steps.Step | Should -Be @('Environment', 'BaseCredentials', 'CallerIdentity', 'Hop')
        $steps.Status | Sort-Object -Unique | Should -Be 'Passed'
    }

    It 'tests several roles, each a target of its own, from one start' {
        $steps = Test-WorkerRoleChain $workerPermissions2, $trustsNobody, 'arn:aws::iam::222222222222:role/x'
        ($steps | Where-Object Step -EQ Hop).Chain | Should -Be @('arn:aws::iam::222222222222:role/x', $workerPermissions2, $trustsNobody)
        ($steps | Where-Object Step -EQ Hop).Status | Should -Be @('Failed', 'Passed', 'Failed')
        ($steps | Where-Object Step -EQ CallerIdentity).Count | Should -Be 1
    }

    It 'warns with -Detailed of an external id that nobody asks for' {
        $steps = Test-WorkerRoleChain $workerPermissions2 -ExternalId anything -Detailed
        $steps[-1].Step | Should -Be 'Safety'
        $steps[-1].FindingId | Should -Be 'ExternalIdNotEnforced'
        Test-WorkerRoleChain $workerPermissions2 -ExternalId anything -Detailed -Quiet | Should -BeExactly $true
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

Describe 'Test-WorkerRoleChain with policies in place of AWS' {
    BeforeAll {
        $worker = '{"Version":"2012-10-17","Statement":[{"Sid":"Hop","Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/worker-permissions"}]}'
        $trust = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::111111111111:role/concourse-worker"}}]}'
        $caller = @{ WorkerRoleArn = 'arn:aws:iam::111111111111:role/concourse-worker' }
    }

    BeforeEach { Push-Location $TestDrive }
    AfterEach { Pop-Location }

    It 'decides from JSON, and names the statements' {
        $steps = Test-WorkerRoleChain $workerPermissions2 -WorkerPolicy $worker -TrustPolicy $trust @caller
        $steps.Step | Should -Be @('WorkerPolicy', 'TrustPolicy', 'Decision')
        $steps.Status | Sort-Object -Unique | Should -Be 'Passed'
        $steps[2].Evidence | Should -Match 'statement 0 \(Hop\), allows it'
    }

    It 'reads files by relative paths' {
        Set-Content worker.json $worker
        Set-Content trust.json $trust
        Test-WorkerRoleChain $workerPermissions2 -WorkerPolicy ./worker.json -TrustPolicy ./trust.json @caller -Quiet | Should -BeExactly $true
    }

    It 'names the element that IAM does not know and the right one' {
        $step = Test-WorkerRoleChain $workerPermissions2 -WorkerPolicy ($worker -replace 'Resource', 'Resources') -TrustPolicy $trust |
            Where-Object Status -EQ Failed
        $step.FindingId | Should -Be 'PolicyUnknownElement'
        $step.Remedy | Should -Match '"Resource"'
    }

    It 'takes the context of the call' {
        $office = $trust -replace '\}\}\]\}$', '},"Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}]}'
        $given = @{ RoleArn = $workerPermissions2; WorkerPolicy = $worker; TrustPolicy = $office } + $caller
        (Test-WorkerRoleChain @given)[-1].FindingId | Should -Be 'ContextMissing'
        (Test-WorkerRoleChain @given -Context @{ 'aws:SourceIp' = '192.0.2.7' })[-1].Status | Should -Be 'Passed'
        (Test-WorkerRoleChain @given -Context @{ 'aws:SourceIp' = '198.51.100.7' })[-1].FindingId | Should -Be 'AssumeDenied'
    }

    It 'does not take the caller from the trust policy' {
        $step = (Test-WorkerRoleChain $workerPermissions2 -WorkerPolicy $worker -TrustPolicy $trust)[-1]
        $step.Status | Should -Be 'Indeterminate'
        $step.Remedy | Should -Match '-WorkerRoleArn'
        { Test-WorkerRoleChain $workerPermissions2 @caller } | Should -Throw -ErrorId 'ParameterConflict*'
    }

    It 'names a file that is not there' {
        (Test-WorkerRoleChain $workerPermissions2 -WorkerPolicy ./absent.json -TrustPolicy $trust)[0].FindingId | Should -Be 'PolicyUnreadable'
    }

    It 'refuses documents that contradict each other' {
        { Test-WorkerRoleChain $workerPermissions2 -WorkerPolicy $worker -TerraformPlan plan.json } |
            Should -Throw -ErrorId 'ParameterConflict*'
        { Test-WorkerRoleChain $workerPermissions2 -Context @{ a = 'b' } } | Should -Throw -ErrorId 'ParameterConflict*'
    }

    It 'asks no AWS at all' {
        $before = $env:AWS_ENDPOINT_URL_STS
        $env:AWS_ENDPOINT_URL_STS = 'http://127.0.0.1:1'
        try { Test-WorkerRoleChain $workerPermissions2 -WorkerPolicy $worker -TrustPolicy $trust @caller -Quiet | Should -BeExactly $true }
        finally { $env:AWS_ENDPOINT_URL_STS = $before }
    }
}

Describe 'Test-WorkerRoleChain with a Terraform plan' {
    BeforeAll {
        $data = Join-Path $repository tests AssumeRole.Diagnosis.Tests Terraform Data
    }

    It 'finds <File> <Status>' -ForEach @(
        @{ File = 'problem.plan.json'; Status = 'Failed'; FindingId = 'AssumeDenied' }
        @{ File = 'solution.plan.json'; Status = 'Passed'; FindingId = '' }
        @{ File = 'solution-account-root.plan.json'; Status = 'Passed'; FindingId = '' }
        @{ File = 'heredoc.plan.json'; Status = 'Indeterminate'; FindingId = 'TerraformValueUnknown' }
        @{ File = 'heredoc.state.json'; Status = 'Passed'; FindingId = '' }
    ) {
        $steps = Test-WorkerRoleChain -TerraformPlan (Join-Path $data $File)
        $steps[0].Step | Should -Be 'Terraform'
        $steps[-1].Step | Should -Be 'Decision'
        $steps[-1].Status | Should -Be $Status
        $steps[-1].FindingId | Should -Be $FindingId
        Test-WorkerRoleChain -TerraformPlan (Join-Path $data $File) -Quiet | Should -BeExactly ($Status -eq 'Passed')
    }

    It 'names a file that is no plan' {
        Set-Content (Join-Path $TestDrive main.tf) 'resource "aws_iam_role" "x" {}'
        (Test-WorkerRoleChain -TerraformPlan (Join-Path $TestDrive main.tf)).FindingId | Should -Be 'TerraformFileInvalid'
    }
}

Describe 'Test-WorkerRoleChain -ReportPath' {
    It 'writes <Extension>, and the rows all the same' -ForEach @(
        @{ Extension = 'html'; Pattern = '<svg' }
        @{ Extension = 'md'; Pattern = '\|' }
        @{ Extension = 'json'; Pattern = '"AssumeDenied"' }
    ) {
        $path = Join-Path $TestDrive "report.$Extension"
        $steps = Test-WorkerRoleChain $trustsNobody -ReportPath $path
        $steps[-1].FindingId | Should -Be 'AssumeDenied'
        $text = Get-Content -Raw $path
        $text | Should -Match $Pattern
        $text | Should -Match 'AssumeDenied'
        $text | Should -Not -Match 'SANDBOX(SECRET|TOKEN)'
    }

    It 'refuses a path that cannot be written, before anything is asked' {
        { Test-WorkerRoleChain $trustsNobody -ReportPath (Join-Path $TestDrive report.pdf) } | Should -Throw -ErrorId 'ReportPathInvalid*'
        { Test-WorkerRoleChain $trustsNobody -ReportPath (Join-Path $TestDrive absent report.md) } | Should -Throw -ErrorId 'ReportPathInvalid*'
    }
}
