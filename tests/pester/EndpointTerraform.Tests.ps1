# Terraform's AWS provider plans against moto, an AWS that we did not write, with the session of an endpoint and no other credentials.
# Where a program or the provider is absent the test is skipped.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    . $PSScriptRoot/Moto.ps1

    $mirror = $env:ASSUMEROLE_TERRAFORM_PLUGINS # as ProviderMirror.cs found it
    $missing = if ($absent = Find-AbsentProgram terraform, moto_server) { $absent }
    elseif (-not $mirror) { 'terraform has no mirror with the AWS provider: neither its CLI configuration nor ASSUMEROLE_TERRAFORM_PLUGINS names one' }

    $before = Get-ChildItem Env: | ForEach-Object { @{ Name = $_.Name; Value = $_.Value } }
    $server = $null
    if (-not $missing) {
        $server = Start-Moto
        $url = $server.Url

        $folder = New-Item -ItemType Directory (Join-Path $TestDrive whoami)
        Set-Content -LiteralPath (Join-Path $folder main.tf) @"
provider "aws" {
  region = "eu-west-1"
  endpoints {
    sts = "$url"
  }
}

data "aws_caller_identity" "current" {}

output "arn" {
  value = data.aws_caller_identity.current.arn
}
"@
        Set-TerraformMirror $mirror $TestDrive
        $env:NO_PROXY = '127.0.0.1'
        $env:AWS_REGION = 'eu-west-1'
        $env:AWS_EC2_METADATA_DISABLED = 'true'
        Get-ChildItem Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY, Env:AWS_SESSION_TOKEN, Env:AWS_PROFILE -ErrorAction Ignore | Remove-Item
        $admin = [pscredential]::new('AKIAIOSFODNN7EXAMPLE', (ConvertTo-SecureString wJalrXUtnFEMI -AsPlainText -Force))
        $role = 'arn:aws:iam::123456789012:role/deploy'
        $null = Invoke-Terraform init -input=false -no-color
    }
}

AfterAll {
    Stop-Moto $server
    Get-ChildItem Env: | Where-Object Name -NotIn $before.Name | ForEach-Object { Remove-Item "Env:$($_.Name)" }
    foreach ($variable in $before) { Set-Item "Env:$($variable.Name)" $variable.Value }
}

Describe 'Terraform''s AWS provider' {
    It 'plans as the role, and without the endpoint not at all' {
        if ($missing) { Set-ItResult -Skipped -Because $missing; return }
        { Invoke-Terraform plan -input=false -no-color } | Should -Throw '*No valid credential sources found*'
        $request = @{ RoleArn = $role; RoleSessionName = 'planner'; Credential = $admin; EndpointUrl = $url }
        $found = Invoke-WithRole @request -KeepFresh {
            Get-ChildItem Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY, Env:AWS_SESSION_TOKEN -ErrorAction Ignore
            $null = Invoke-Terraform plan -input=false -no-color -out plan.bin
        } 6>$null
        $found | Should -BeNullOrEmpty
        $plan = Invoke-Terraform show -json plan.bin | ConvertFrom-Json
        $plan.planned_values.outputs.arn.value | Should -Be 'arn:aws:sts::123456789012:assumed-role/deploy/planner'
    }
}
