# Terraform's AWS provider plans against moto, an AWS that we did not write, with the session of an endpoint and no other credentials.
# Where a program or the provider is absent the test is skipped.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1

    function Get-FreePort {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        try { $listener.LocalEndpoint.Port } finally { $listener.Stop() }
    }

    function Invoke-Terraform {
        $output = terraform "-chdir=$folder" @args 2>&1 | Out-String
        if ($LASTEXITCODE) { throw "terraform $args exited with $LASTEXITCODE. $output" }
        $output
    }

    # As terraform providers mirror lays it out: nothing is downloaded here.
    $usual = (Join-Path $HOME .terraform.d plugins), '/usr/local/share/terraform/plugins', '/usr/share/terraform/plugins'
    $mirror = @($env:ASSUMEROLE_TERRAFORM_PLUGINS) + $usual |
        Where-Object { $_ -and (Test-Path (Join-Path $_ * hashicorp aws)) } | Select-Object -First 1
    $missing = if ($absent = 'terraform', 'moto_server' | Where-Object { -not (Get-Command $_ -ErrorAction Ignore) }) {
        "not on PATH: $($absent -join ', ')"
    }
    elseif (-not $mirror) { 'no folder has the AWS provider; ASSUMEROLE_TERRAFORM_PLUGINS may name one' }

    $before = Get-ChildItem Env: | ForEach-Object { @{ Name = $_.Name; Value = $_.Value } }
    $process = $null
    if (-not $missing) {
        $port = Get-FreePort
        $url = "http://127.0.0.1:$port"
        $log = Join-Path ([IO.Path]::GetTempPath()) "moto-$port.log"
        $process = Start-Process moto_server -ArgumentList '-H', '127.0.0.1', '-p', $port -PassThru -RedirectStandardOutput $log -RedirectStandardError "$log.err"
        $deadline = [DateTime]::UtcNow.AddSeconds(60)
        while ([DateTime]::UtcNow -lt $deadline) {
            try { $null = Invoke-WebRequest "$url/moto-api/" -NoProxy -TimeoutSec 5; break } catch { Start-Sleep -Milliseconds 200 }
        }

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
        $settings = Join-Path $TestDrive terraform.rc
        Set-Content -LiteralPath $settings "disable_checkpoint = true`nprovider_installation {`n  filesystem_mirror {`n    path = `"$mirror`"`n  }`n}"
        $env:TF_CLI_CONFIG_FILE = $settings
        $env:TF_DATA_DIR = Join-Path $TestDrive data
        $env:TF_IN_AUTOMATION = '1'
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
    if ($process) {
        Stop-Process -Id $process.Id
        $process.WaitForExit()
        Remove-Item -LiteralPath $log, "$log.err"
    }
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
