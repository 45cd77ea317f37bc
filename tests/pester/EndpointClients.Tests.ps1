# Clients that nobody here wrote take a role's session from the endpoint: the AWS CLI, boto3 and the AWS SDK for .NET, against the
# sandbox. Where one is absent its tests are skipped. Without the endpoint each of them would be the instance's role, worker.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    $clients = Join-Path $PSScriptRoot clients
    $deploy = 'arn:aws:iam::222222222222:role/deploy'
    $static = 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'

    $aws = Get-Command aws -ErrorAction Ignore
    $python = Get-Command python3, python -ErrorAction Ignore | Select-Object -First 1
    if ($python) {
        & $python -c 'import boto3' 2>$null
        if ($LASTEXITCODE -ne 0) { $python = $null }
    }

    # What AWS.Tools brings; the build laid it out.
    $sdk = Join-Path $repository artifacts sdk same

    function Skip-Without([object] $Found, [string] $Name) {
        if (-not $Found) { Set-ItResult -Skipped -Because "there is no $Name" }
        [bool] $Found
    }

    # A world whose sessions last so many seconds; 0 for as long as they are asked for.
    function Start-World([int] $Lifetime) {
        $world = Join-Path $TestDrive "world-$Lifetime.json"
        $text = Get-Content -Raw $clients/world.json
        if ($Lifetime) { $text = $text -replace '"region": "eu-west-1",', "`"region`": `"eu-west-1`", `"credentialLifetime`": $Lifetime," }
        Set-Content -LiteralPath $world -Value $text
        Start-RoleSandbox -World $world
    }

    # What a program printed, as it would be with other variables: the process itself keeps its own.
    function Invoke-Client([string] $Program, [string[]] $Argument, [hashtable] $Variables = @{}) {
        $start = [Diagnostics.ProcessStartInfo]::new($Program)
        foreach ($one in $Argument) { $start.ArgumentList.Add($one) }
        foreach ($name in $Variables.Keys) { $start.Environment[$name] = $Variables[$name] }
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = [Diagnostics.Process]::Start($start)
        $errors = $process.StandardError.ReadToEndAsync()
        $output = $process.StandardOutput.ReadToEndAsync()
        if (-not $process.WaitForExit(300000)) {
            $process.Kill($true)
            throw "$Program did not end within five minutes."
        }
        if ($process.ExitCode) { throw "$Program exited with $($process.ExitCode). $($output.Result)$($errors.Result)" }
        $output.Result.Trim() -split '\n' | ConvertFrom-Json
    }

    function Invoke-Boto([int] $Calls, [double] $Pause, [hashtable] $Variables = @{}) {
        Invoke-Client $python.Source @("$clients/whoami.py", "$Calls", "$Pause") $Variables
    }

    function Invoke-Sdk([hashtable] $Variables = @{}) {
        $arguments = $powerShellArguments + '-NoProfile', '-NonInteractive', '-File', "$clients/whoami.ps1", $sdk
        Invoke-Client $powerShellProgram $arguments $Variables
    }

    # Everybody answered as a session of the role, found its credentials in one way, and had no keys but those.
    function Assert-Session([object[]] $Answers, [string] $Method, [string] $Name) {
        foreach ($answer in $Answers) {
            $answer.method | Should -Be $Method
            $answer.arn | Should -Be "arn:aws:sts::222222222222:assumed-role/deploy/$Name"
            $answer.key | Should -Match '^ASIA'
            $answer.variables | Where-Object { $_ -in $static } | Should -BeNullOrEmpty
        }
    }

    function Get-ContainerVariable([object] $Served) {
        @{
            AWS_CONTAINER_CREDENTIALS_FULL_URI = $Served.Address
            AWS_CONTAINER_AUTHORIZATION_TOKEN  = $Served.Token.Reveal()
        }
    }
}

Describe 'Invoke-WithRole -KeepFresh' {
    BeforeAll { Start-World 0 }

    AfterAll { Stop-RoleSandbox }

    It 'gives the AWS CLI the role' {
        if (-not (Skip-Without $aws 'aws')) { return }
        $before = Get-EnvironmentSnapshot
        $answers = Invoke-WithRole $deploy -RoleSessionName cli -KeepFresh {
            aws sts get-caller-identity --region eu-west-1 --output json
            $LASTEXITCODE
            (Get-ChildItem Env: | Where-Object Name -In $static).Name
            (aws configure list --region eu-west-1) -join "`n"
        } 6>$null
        $text = $answers -join "`n"
        $text | Should -Match '"arn:aws:sts::222222222222:assumed-role/deploy/cli"'
        $text | Should -Match '(?m)^access_key.*container-role'
        foreach ($name in $static) { $answers | Should -Not -Contain $name }
        Get-EnvironmentSnapshot | Should -BeExactly $before
    }

    It 'gives boto3 the role, by its container provider' {
        if (-not (Skip-Without $python 'boto3')) { return }
        $answers = Invoke-WithRole $deploy -RoleSessionName boto -KeepFresh { Invoke-Boto 2 0 } 6>$null
        @($answers).Count | Should -Be 2
        Assert-Session $answers container-role boto
    }

    It 'gives the AWS SDK for .NET the role, by its container provider' {
        $answer = Invoke-WithRole $deploy -RoleSessionName net -KeepFresh { Invoke-Sdk } 6>$null
        Assert-Session $answer GenericContainerCredentials net
    }

    It 'takes away keys that the process had, and puts them back' {
        if (-not (Skip-Without $python 'boto3')) { return }
        $env:AWS_ACCESS_KEY_ID = 'AKIASANDBOXOPERATOR1'
        $env:AWS_SECRET_ACCESS_KEY = 'SANDBOXSECRETofTheOperatorNotARealOne001'
        try {
            $before = Get-EnvironmentSnapshot
            $answer = Invoke-WithRole $deploy -RoleSessionName keys -KeepFresh { Invoke-Boto 1 0 } 6>$null
            Get-EnvironmentSnapshot | Should -BeExactly $before
        }
        finally { Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY }
        Assert-Session $answer container-role keys
    }
}

Describe 'Start-RoleCredentialServer' {
    BeforeAll {
        Start-World 0
        $request = @{ RoleArn = $deploy; RoleSessionName = 'served'; DurationSeconds = 900 }
    }

    AfterEach { Stop-RoleCredentialServer 3>$null }

    AfterAll { Stop-RoleSandbox }

    It 'gives boto3 the role, by its container provider' {
        if (-not (Skip-Without $python 'boto3')) { return }
        $server = Start-RoleCredentialServer @request
        Assert-Session (Invoke-Boto 1 0 (Get-ContainerVariable $server.Roles[0])) container-role served
    }

    It 'gives boto3 the role, by its instance metadata provider' {
        if (-not (Skip-Without $python 'boto3')) { return }
        $server = Start-RoleCredentialServer @request -Dialect InstanceMetadata
        $answer = Invoke-Boto 1 0 @{ AWS_EC2_METADATA_SERVICE_ENDPOINT = $server.Roles[0].Address }
        Assert-Session $answer iam-role served
    }

    It 'gives the AWS SDK for .NET the role, by its <Method>' -ForEach @(
        @{ Dialect = 'Container'; Method = 'GenericContainerCredentials' }
        @{ Dialect = 'InstanceMetadata'; Method = 'DefaultInstanceProfileAWSCredentials' }
    ) {
        $served = (Start-RoleCredentialServer @request -Dialect $Dialect).Roles[0]
        $variables = if ($Dialect -eq 'Container') { Get-ContainerVariable $served }
        else { @{ AWS_EC2_METADATA_SERVICE_ENDPOINT = $served.Address } }
        Assert-Session (Invoke-Sdk $variables) $Method served
    }

    It 'gives the AWS CLI nothing for a wrong token, and its error says why' {
        if (-not (Skip-Without $aws 'aws')) { return }
        $variables = Get-ContainerVariable (Start-RoleCredentialServer @request).Roles[0]
        $variables.AWS_CONTAINER_AUTHORIZATION_TOKEN = 'wrong'
        $failure = { Invoke-Client $aws.Source sts, get-caller-identity, --region, eu-west-1 $variables } | Should -Throw -PassThru
        "$failure" | Should -Match 'TokenWrong'
        "$failure" | Should -Not -Match 'assumed-role'
    }
}

Describe 'Sessions that end while a client has them' {
    # A session has a quarter of its life left when a client is given it at the latest: enough for a busy machine.
    BeforeAll { Start-World 30 }

    AfterAll { Stop-RoleSandbox }

    It 'are renewed for boto3 by a block''s endpoint' {
        if (-not (Skip-Without $python 'boto3')) { return }
        $answers = Invoke-WithRole $deploy -RoleSessionName long -KeepFresh { Invoke-Boto 7 4 } 6>$null
        @($answers).Count | Should -Be 7
        Assert-Session $answers container-role long
        @($answers.key | Sort-Object -Unique).Count | Should -BeGreaterThan 1
    }
}

Describe 'What outranks the endpoint' {
    BeforeAll {
        Start-World 0
        $operator = 'arn:aws:iam::111111111111:user/operator'
        $keys = @{ AWS_ACCESS_KEY_ID = 'AKIASANDBOXOPERATOR1'; AWS_SECRET_ACCESS_KEY = 'SANDBOXSECRETofTheOperatorNotARealOne001' }
        $file = Join-Path $TestDrive credentials
        $lines = $keys.GetEnumerator() | ForEach-Object { "$($_.Key.ToLowerInvariant()) = $($_.Value)" }
        Set-Content -LiteralPath $file -Value (@('[default]') + $lines)
        $served = (Start-RoleCredentialServer $deploy -DurationSeconds 900).Roles[0]
    }

    AfterAll {
        Stop-RoleCredentialServer
        Stop-RoleSandbox
    }

    It '<Client> takes <What> first' -ForEach @(
        foreach ($client in 'boto3', 'AWSSDK.SecurityToken') {
            @{ Client = $client; What = 'keys' }
            @{ Client = $client; What = 'a default profile' }
        }
    ) {
        if ($Client -eq 'boto3' -and -not (Skip-Without $python 'boto3')) { return }
        $more = $What -eq 'keys' ? $keys : @{ AWS_SHARED_CREDENTIALS_FILE = $file }
        $variables = (Get-ContainerVariable $served) + $more
        $answer = $Client -eq 'boto3' ? (Invoke-Boto 1 0 $variables) : (Invoke-Sdk $variables)
        $answer.arn | Should -Be $operator
    }

    It 'boto3 takes an empty AWS_CONTAINER_CREDENTIALS_RELATIVE_URI first' {
        if (-not (Skip-Without $python 'boto3')) { return }
        if ($IsWindows) { Set-ItResult -Skipped -Because 'Windows has no empty variables'; return }
        $ask = 'import os; os.environ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = ""
import botocore.credentials as c
p = c.ContainerProvider()
print("\"relative\"" if p._provided_relative_uri() else "\"full\"")'
        Invoke-Client $python.Source @('-c', $ask) (Get-ContainerVariable $served) | Should -Be relative
    }

    It 'is taken away by -KeepFresh: <What>' -ForEach @{ What = 'keys' }, @{ What = 'a default profile' } {
        if (-not (Skip-Without $python 'boto3')) { return }
        $more = $What -eq 'keys' ? $keys : @{ AWS_SHARED_CREDENTIALS_FILE = $file }
        $before = @{}
        foreach ($name in $more.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $more[$name])
        }
        try { $answer = Invoke-WithRole $deploy -Source Instance -RoleSessionName alone -KeepFresh { Invoke-Boto 1 0 } 6>$null }
        finally { foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) } }
        Assert-Session $answer container-role alone
    }
}
