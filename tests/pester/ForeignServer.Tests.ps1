# Servers and clients that we did not write: moto's STS and metadata, and the AWS CLI. Where they are absent each test is skipped.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    . $PSScriptRoot/Moto.ps1
    $moto = Get-Command moto_server -ErrorAction Ignore
    $aws = Get-Command aws -ErrorAction Ignore

    function Skip-Without([object] $command, [string] $name) {
        if (-not $command) { Set-ItResult -Skipped -Because "$name is not on PATH" }
        [bool] $command
    }

    $server = $null
    if ($moto) {
        $server = Start-Moto
        $url = $server.Url
        $env:AWS_EC2_METADATA_SERVICE_ENDPOINT = $url
        $env:AWS_ENDPOINT_URL_STS = $url
        $env:AWS_REGION = 'eu-west-1'
    }
}

AfterAll {
    Stop-Moto $server
    Remove-Item Env:AWS_EC2_METADATA_SERVICE_ENDPOINT, Env:AWS_ENDPOINT_URL_STS, Env:AWS_REGION -ErrorAction Ignore
}

Describe 'Against moto' {
    It 'takes the instance role over IMDSv2 and assumes a role' {
        if (-not (Skip-Without $moto 'moto_server')) { return }
        $session = Use-AssumedRole arn:aws:iam::123456789012:role/deploy -Source Instance -PassThru 6>$null
        try {
            $session.AssumedRoleArn | Should -Be 'arn:aws:sts::123456789012:assumed-role/deploy/concourse-task'
            $env:AWS_ACCESS_KEY_ID | Should -BeExactly $session.AccessKeyId
        }
        finally {
            Clear-AssumedRole
        }
    }

    It 'starts from static keys, with tags, a policy and a duration' {
        if (-not (Skip-Without $moto 'moto_server')) { return }
        $keys = [pscredential]::new('AKIAIOSFODNN7EXAMPLE', (ConvertTo-SecureString 'wJalrXUtnFEMI' -AsPlainText -Force))
        $session = Get-AssumedRoleCredential arn:aws:iam::123456789012:role/deploy -Credential $keys -Tag @{ team = 'a' } -DurationSeconds 900 `
            -Policy '{"Version":"2012-10-17","Statement":[]}'
        ($session.Expiration - [DateTime]::UtcNow).TotalMinutes | Should -BeLessThan 16
    }

    It 'lets the AWS CLI inside Invoke-WithRole act as the role' {
        if (-not (Skip-Without $moto 'moto_server')) { return }
        if (-not (Skip-Without $aws 'aws')) { return }
        # The older AWS CLI reads AWS_DEFAULT_REGION only; -Region sets both.
        $identity = Invoke-WithRole arn:aws:iam::123456789012:role/deploy -Source Instance -Region eu-west-1 { aws sts get-caller-identity --output json } 6>$null | ConvertFrom-Json
        $identity.Arn | Should -Be 'arn:aws:sts::123456789012:assumed-role/deploy/concourse-task'
    }

    It 'passes every link of Test-WorkerRoleChain' {
        if (-not (Skip-Without $moto 'moto_server')) { return }
        Test-WorkerRoleChain arn:aws:iam::123456789012:role/deploy -Source Instance -Quiet | Should -BeTrue
    }
}

Describe 'The AWS CLI against the sandbox' {
    BeforeAll {
        Start-RoleSandbox
    }

    AfterAll {
        Stop-RoleSandbox
    }

    It 'names the role inside Invoke-WithRole' {
        if (-not (Skip-Without $aws 'aws')) { return }
        $identity = Invoke-WithRole $workerPermissions2 { aws sts get-caller-identity --output json } 6>$null | ConvertFrom-Json
        $identity.Arn | Should -Be 'arn:aws:sts::222222222222:assumed-role/worker-permissions/concourse-task'
    }

    It 'reads our credential_process document' {
        if (-not (Skip-Without $aws 'aws')) { return }
        $config = Join-Path $TestDrive config
        $document = Join-Path $TestDrive document.json
        Get-AssumedRoleCredential $workerPermissions3 -As CredentialProcess | Set-Content -LiteralPath $document
        Set-Content -LiteralPath $config "[profile task]`ncredential_process = cat $document"
        $before = $env:AWS_CONFIG_FILE
        $env:AWS_CONFIG_FILE = $config
        try { (aws sts get-caller-identity --profile task --output json | ConvertFrom-Json).Account | Should -Be '333333333333' }
        finally { $env:AWS_CONFIG_FILE = $before }
    }
}
