# The configurations of module/examples/terraform, planned and applied by Terraform against moto, an AWS that we did not write:
# what is said of the plan and of the state is what happens. Where a program or the provider is absent each test is skipped.
BeforeDiscovery {
    . $PSScriptRoot/Import-Staged.ps1
    $examples = Join-Path (Split-Path $modulePath) examples terraform
    $configurations = @(
        @{ Name = 'problem'; Files = "$examples/problem"; Planned = 'Failed'; Applied = 'Failed' }
        @{ Name = 'solution'; Files = "$examples/solution"; Planned = 'Passed'; Applied = 'Passed' }
        @{ Name = 'solution-account-root'; Files = "$examples/solution-account-root"; Planned = 'Passed'; Applied = 'Passed' }
        @{
            Name = 'heredoc'
            Files = "$repository/tests/AssumeRole.Diagnosis.Tests/Terraform/Data/heredoc.tf", "$examples/solution/variables.tf"
            Planned = 'Indeterminate'
            Applied = 'Passed'
        }
    )
}

BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    . $PSScriptRoot/Moto.ps1

    function Skip-Unready {
        if ($missing) { Set-ItResult -Skipped -Because $missing }
        [bool] $missing
    }

    # Moto asks for permissions from the next call on, or no longer.
    function Set-Authorization([bool] $On) {
        $null = Invoke-RestMethod "$url/moto-api/reset-auth" -Method Post -Body ($On ? '0' : 'inf') -ContentType text/plain -NoProxy
    }

    function Get-Decision([string] $File, [string] $Role = $role2) {
        $steps = Test-WorkerRoleChain $Role -TerraformPlan (Join-Path $folder $File)
        $broken = @($steps | Where-Object { $_.Step -ne 'Decision' -and $_.Status -notin 'Passed', 'Skipped' })
        $broken | Should -HaveCount 0 -Because ($broken | Format-List | Out-String)
        $steps | Where-Object Step -EQ Decision
    }

    $mirror = $env:ASSUMEROLE_TERRAFORM_PLUGINS # as ProviderMirror.cs found it
    $missing = if ($absent = Find-AbsentProgram terraform, moto_server, aws) { $absent }
    elseif (-not $mirror) { 'terraform has no mirror with the AWS provider: neither its CLI configuration nor ASSUMEROLE_TERRAFORM_PLUGINS names one' }

    $before = Get-ChildItem Env: | ForEach-Object { @{ Name = $_.Name; Value = $_.Value } }
    $server = $null
    if (-not $missing) {
        $server = Start-Moto
        $url = $server.Url

        Set-TerraformMirror $mirror $TestDrive
        $env:TF_VAR_endpoint_url = $url
        $env:NO_PROXY = '127.0.0.1'
        $env:AWS_REGION = $env:AWS_DEFAULT_REGION = 'eu-west-1'
        $env:AWS_EC2_METADATA_DISABLED = 'true'
        $env:AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
        $env:AWS_SECRET_ACCESS_KEY = 'wJalrXUtnFEMI'
        $admin = [pscredential]::new($env:AWS_ACCESS_KEY_ID, (ConvertTo-SecureString $env:AWS_SECRET_ACCESS_KEY -AsPlainText -Force))
    }
}

AfterAll {
    Stop-Moto $server
    Get-ChildItem Env: | Where-Object Name -NotIn $before.Name | ForEach-Object { Remove-Item "Env:$($_.Name)" }
    foreach ($variable in $before) { Set-Item "Env:$($variable.Name)" $variable.Value }
}

Describe 'The configuration <Name>' -ForEach $configurations {
    BeforeAll {
        $role2 = 'test_profile2_role'
        if (-not $missing) {
            Set-Authorization $false
            $null = Invoke-RestMethod "$url/moto-api/reset" -Method Post -NoProxy
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive $Name)
            foreach ($file in $Files) { Copy-Item ((Test-Path $file -PathType Container) ? "$file/*" : $file) $folder }
            $lock = Join-Path $TestDrive .terraform.lock.hcl
            if (Test-Path $lock) { Copy-Item $lock $folder }
            else {
                $null = Invoke-Terraform init -input=false -no-color
                Copy-Item (Join-Path $folder .terraform.lock.hcl) $lock
            }
            $null = Invoke-Terraform plan -input=false -no-color -out plan.bin
            Invoke-Terraform show -json plan.bin | Set-Content -LiteralPath (Join-Path $folder plan.json)
            $null = Invoke-Terraform apply -input=false -no-color plan.bin
            Invoke-Terraform show -json | Set-Content -LiteralPath (Join-Path $folder state.json)
            $outputs = (Get-Content -Raw (Join-Path $folder state.json) | ConvertFrom-Json).values.outputs
            # Without the cache: the sessions of the last configuration are gone with it.
            $role1Session = Get-AssumedRoleCredential $outputs.role1_arn.value -Credential $admin -EndpointUrl $url -NoCache
        }
    }

    It 'is <Planned> from its plan' {
        if (Skip-Unready) { return }
        foreach ($role in $role2, $outputs.role2_arn.value, 'aws_iam_role.role2') {
            (Get-Decision plan.json $role).Status | Should -Be $Planned
        }
        if ($Planned -eq 'Indeterminate') {
            $decision = Get-Decision plan.json
            $decision.FindingId | Should -Be 'TerraformValueUnknown'
            $decision.Evidence | Should -Match 'aws_iam_role\.role2\.assume_role_policy'
        }
    }

    It 'is <Planned> from its plan for the roles that are found without -RoleArn' {
        if (Skip-Unready) { return }
        $decision = Test-WorkerRoleChain -TerraformPlan (Join-Path $folder plan.json) | Where-Object Step -EQ Decision
        $decision.Target | Should -Match '^arn:aws:iam::\d{12}:role/test_profile2_role$'
        $decision.Status | Should -Be $Planned
    }

    It 'is <Applied> from its state, as Terraform shows it and as it keeps it' {
        if (Skip-Unready) { return }
        foreach ($file in 'state.json', 'terraform.tfstate') {
            $decision = Get-Decision $file $outputs.role2_arn.value
            $decision.Status | Should -Be $Applied
            $decision.Target | Should -Be $outputs.role2_arn.value
        }
    }

    It 'says before apply what the binary plan is and how to read it' {
        if (Skip-Unready) { return }
        $step = Test-WorkerRoleChain -TerraformPlan (Join-Path $folder plan.bin)
        $step.FindingId | Should -Be 'TerraformFileInvalid'
        $step.Remedy | Should -Match 'terraform show -json .*plan\.bin > plan\.json'
    }

    # Moto's authorisation reads a trust policy only for the very session that it names, so that no role and no account is ever
    # trusted: a role that is trusted is assumed while it is off, and it is on for what each role may do then.
    It 'is <Applied> when it is tried' {
        if (Skip-Unready) { return }
        Set-Authorization ($Applied -eq 'Failed')
        try { $steps = Test-WorkerRoleChain $outputs.role2_arn.value -Credential $role1Session -EndpointUrl $url }
        finally { Set-Authorization $false }
        $hop = $steps | Where-Object Step -EQ Hop
        $hop.Status | Should -Be $Applied -Because ($steps | Format-List | Out-String)
        if ($Applied -eq 'Failed') { $hop.FindingId | Should -Be 'AssumeDenied' }
    }

    if ($Applied -eq 'Passed') {
        It 'lets a task list the second bucket as role2 where role1 may not' {
            if (Skip-Unready) { return }
            $list = {
                Set-Authorization $true
                try { aws --endpoint-url $url s3api list-objects-v2 --bucket $outputs.bucket2.value --output json 2>&1 | Out-String }
                finally { Set-Authorization $false }
                "exit $LASTEXITCODE"
            }
            $asRole1 = Invoke-WithRole $outputs.role1_arn.value -Credential $admin -EndpointUrl $url -NoCache $list 6>$null
            $asRole2 = Invoke-WithRole $outputs.role2_arn.value -Credential $role1Session -EndpointUrl $url -NoCache $list 6>$null
            $asRole1[0] | Should -Match 'AccessDenied'
            $asRole1[-1] | Should -Not -Be 'exit 0'
            $asRole2[-1] | Should -Be 'exit 0' -Because ($asRole2 -join "`n")
        }
    }
}
