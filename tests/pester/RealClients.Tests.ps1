# boto3 and the AWS CLI, whose signing and parsing are not ours, against the sandbox. Where one is absent its tests are skipped.
BeforeDiscovery {
    $operator = 'arn:aws:iam::111111111111:user/operator'
    $deploy = 'arn:aws:iam::222222222222:role/deploy'
    $mfa = 'arn:aws:iam::111111111111:mfa/operator'
    $notAuthorized = 'is not authorized to perform: sts:'

    # A role to assume, with whatever else is asked for.
    function Assuming([string] $role, [hashtable] $more = @{}) {
        @{ RoleArn = $role; RoleSessionName = 'session' } + $more
    }

    # Call, profile (see New-ClientHome), operation, parameters, and a text that must be in the answer or, after code:, in the error.
    $calls = @(
        @('says who a user is', 'operator', 'get_caller_identity', @{}, $operator),
        @('refuses a wrong secret', 'wrong-secret', 'get_caller_identity', @{}, 'SignatureDoesNotMatch: does not match the signature you provided'),
        @('refuses an unknown key', 'unknown-key', 'get_caller_identity', @{}, 'InvalidClientTokenId: The security token included in the request is invalid'),
        @('takes the instance role over IMDSv2', 'instance', 'get_caller_identity', @{}, 'arn:aws:sts::222222222222:assumed-role/deploy/'),
        @('assumes a role', 'operator', 'assume_role', (Assuming $deploy @{ DurationSeconds = 900 }), 'arn:aws:sts::222222222222:assumed-role/deploy/session'),
        @('passes tags', 'operator', 'assume_role', (Assuming $deploy @{ Tags = @(@{ Key = 'team'; Value = 'a' }); TransitiveTagKeys = @('team') }), 'PackedPolicySize'),
        @('refuses tags without permission', 'operator', 'assume_role', (Assuming 'arn:aws:iam::222222222222:role/plain' @{ Tags = @(@{ Key = 'team'; Value = 'a' }) }), "AccessDenied: ${notAuthorized}TagSession"),
        @('sets a source identity', 'operator', 'assume_role', (Assuming $deploy @{ SourceIdentity = 'ann' }), 'SourceIdentity'),
        @('refuses a source identity without permission', 'operator', 'assume_role', (Assuming 'arn:aws:iam::222222222222:role/plain' @{ SourceIdentity = 'ann' }), "AccessDenied: ${notAuthorized}SetSourceIdentity"),
        @('takes the right external id', 'operator', 'assume_role', (Assuming 'arn:aws:iam::222222222222:role/external' @{ ExternalId = 'pipeline-42' }), 'assumed-role/external/session'),
        @('refuses another external id', 'operator', 'assume_role', (Assuming 'arn:aws:iam::222222222222:role/external' @{ ExternalId = 'pipeline-43' }), "AccessDenied: ${notAuthorized}AssumeRole on resource: arn:aws:iam::222222222222:role/external"),
        @('takes the right MFA code', 'operator', 'assume_role', (Assuming 'arn:aws:iam::111111111111:role/careful' @{ SerialNumber = $mfa; TokenCode = '123456' }), 'assumed-role/careful/session'),
        @('refuses another MFA code', 'operator', 'assume_role', (Assuming 'arn:aws:iam::111111111111:role/careful' @{ SerialNumber = $mfa; TokenCode = '654321' }), 'AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code'),
        @('refuses a duration over the maximum', 'operator', 'assume_role', (Assuming $deploy @{ DurationSeconds = 7201 }), 'ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role'),
        @('caps a chain at an hour', 'chained', 'assume_role', (Assuming $deploy @{ DurationSeconds = 7200 }), 'ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'),
        @('refuses a malformed session name', 'operator', 'assume_role', @{ RoleArn = $deploy; RoleSessionName = 'a b' }, "ValidationError: 1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint"),
        @('refuses a malformed session policy', 'operator', 'assume_role', (Assuming $deploy @{ Policy = '{' }), 'MalformedPolicyDocument: '),
        @('takes an identity token', 'web', 'get_caller_identity', @{}, 'arn:aws:sts::111111111111:assumed-role/pipeline/'),
        @('refuses what is no identity token', 'operator', 'assume_role_with_web_identity', (Assuming 'arn:aws:iam::111111111111:role/pipeline' @{ WebIdentityToken = 'nonsense' }), 'InvalidIdentityToken: is not a valid JWT'),
        @('gives a user a session token', 'operator', 'get_session_token', @{ DurationSeconds = 900 }, 'SANDBOXTOKEN'),
        @('refuses a session token to a session', 'chained', 'get_session_token', @{}, 'AccessDenied: Cannot call GetSessionToken with session credentials'),
        @('refuses a region that there is not', 'mars', 'get_caller_identity', @{}, 'SignatureDoesNotMatch: Credential should be scoped to a valid region. '),
        @('refuses a region that the account has disabled', 'hong-kong', 'assume_role', (Assuming $deploy), 'RegionDisabledException: STS is not activated in this region for account:222222222222'),
        @('names the service control policy that denies', 'operator', 'assume_role', (Assuming 'arn:aws:iam::111111111111:role/forbidden'), 'AccessDenied: with an explicit deny in a service control policy')
    ) | ForEach-Object {
        @{ Call = $_[0]; Profile = $_[1]; Operation = $_[2]; Parameters = $_[3]; Expected = $_[4] }
    }
}

BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    $clients = Join-Path $PSScriptRoot clients
    $aws = Get-Command aws -ErrorAction Ignore
    $python = Get-Command python3, python -ErrorAction Ignore | Select-Object -First 1
    if ($python) {
        & $python -c 'import boto3' 2>$null
        if ($LASTEXITCODE -ne 0) { $python = $null }
    }

    function Skip-Without([object] $command, [string] $name) {
        if (-not $command) { Set-ItResult -Skipped -Because "$name is not installed" }
        [bool] $command
    }

    # A home with a profile for each kind of caller: the CLI caches roles in it, and no real profile may be seen.
    function New-ClientHome([string] $directory) {
        $null = New-Item -ItemType Directory $directory
        $now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
        $claims = '{"iss":"https://concourse.example.com","aud":"sts.amazonaws.com","sub":"main/deploy","exp":' + ($now + 3600) + '}'
        $parts = '{"alg":"RS256"}', $claims, 'signature' | ForEach-Object {
            [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($_)).TrimEnd('=').Replace('+', '-').Replace('/', '_')
        }
        Set-Content -LiteralPath $directory/token -Value ($parts -join '.') -NoNewline
        $key = "aws_access_key_id = AKIASANDBOXOPERATOR1`naws_secret_access_key = SANDBOXSECRETofTheOperatorNotARealOne001"
        Set-Content -LiteralPath $directory/config -Value @"
[profile operator]
$key
[profile wrong-secret]
aws_access_key_id = AKIASANDBOXOPERATOR1
aws_secret_access_key = wrong
[profile unknown-key]
aws_access_key_id = AKIANOBODY
aws_secret_access_key = wrong
[profile instance]
role_arn = arn:aws:iam::222222222222:role/deploy
credential_source = Ec2InstanceMetadata
[profile chained]
role_arn = arn:aws:iam::111111111111:role/worker
source_profile = operator
[profile web]
role_arn = arn:aws:iam::111111111111:role/pipeline
web_identity_token_file = $directory/token
[profile mars]
$key
region = mars-1
[profile hong-kong]
$key
region = ap-east-1
"@
    }

    # Points child processes at the home, and returns what was there before.
    function Enter-ClientHome([string] $directory) {
        $before = @{}
        $values = @{ HOME = $directory; USERPROFILE = $directory; AWS_CONFIG_FILE = "$directory/config"; AWS_MAX_ATTEMPTS = '1'; AWS_REGION = $null; AWS_DEFAULT_REGION = $null }
        foreach ($name in $values.Keys) {
            $before[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $values[$name])
        }
        $before
    }

    function Exit-ClientHome([hashtable] $before) {
        foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    }

    function Get-Region([string] $profileName) {
        switch ($profileName) { 'mars' { 'mars-1' } 'hong-kong' { 'ap-east-1' } default { 'eu-west-1' } }
    }

    # Makes calls by boto3, all in one process; the texts of answers or errors come in order.
    function Invoke-Boto([object[]] $calls) {
        $list = foreach ($call in $calls) {
            @{ profile = $call.Profile; region = Get-Region $call.Profile; operation = $call.Operation; parameters = $call.Parameters } +
            ($call.Repeat ? @{ repeat = $call.Repeat } : @{})
        }
        $answers = ConvertTo-Json @($list) -Depth 6 | & $python $clients/calls.py
        $LASTEXITCODE | Should -Be 0
        , @($answers | ConvertFrom-Json)
    }

    # Makes a call by the AWS CLI; the text of the answer or error.
    function Invoke-Cli([hashtable] $call, [string] $directory) {
        $file = Join-Path $directory 'parameters.json'
        ConvertTo-Json $call.Parameters -Depth 6 | Set-Content -LiteralPath $file
        $verb = $call.Operation.Replace('_', '-')
        (aws sts $verb --profile $call.Profile --region (Get-Region $call.Profile) --output json --cli-input-json "file://$file" 2>&1 | ForEach-Object { "$_" }) -join "`n"
    }

    # Checks a text against "expected", or "Code: phrase" for an error.
    function Assert-Answer([string] $text, [string] $expected) {
        if ($expected -notmatch '^(\w+): (.*)$') { $text | Should -BeLike "*$expected*"; return }
        $code, $phrase = $Matches[1, 2]
        $text | Should -BeLike "*An error occurred ($code) when calling the * operation: *"
        $text | Should -BeLike "*$phrase*"
    }
}

Describe 'Calls of real clients' -ForEach @{ calls = $calls } {
    BeforeAll {
        Start-RoleSandbox -World $clients/world.json
        $directory = Join-Path $TestDrive home
        New-ClientHome $directory
        $before = Enter-ClientHome $directory
        $booked = @{}
        if ($python) {
            $answers = Invoke-Boto $calls
            foreach ($index in 0..($calls.Count - 1)) { $booked[$calls[$index].Call] = $answers[$index] }
        }
    }

    AfterAll {
        Exit-ClientHome $before
        Stop-RoleSandbox
    }

    It 'boto3 <Call>' -ForEach $calls {
        if (-not (Skip-Without $python 'boto3')) { return }
        Assert-Answer $booked[$Call] $Expected
    }

    It 'the AWS CLI <Call>' -ForEach $calls {
        if (-not (Skip-Without $aws 'aws')) { return }
        Assert-Answer (Invoke-Cli $_ $directory) $Expected
    }
}

Describe 'Credentials that expire while a client has them' {
    BeforeAll {
        # The instance's are renewed halfway: whoever asks has at least ten seconds to use them, on a busy machine too.
        $world = Join-Path $TestDrive short.json
        (Get-Content -Raw $clients/world.json) -replace '"region": "eu-west-1",', '"region": "eu-west-1", "credentialLifetime": 20,' | Set-Content -LiteralPath $world
        Start-RoleSandbox -World $world
        $directory = Join-Path $TestDrive short
        New-ClientHome $directory
        $before = Enter-ClientHome $directory
        $whoAmI = @{ Profile = 'instance'; Operation = 'get_caller_identity'; Parameters = @{} }

        # Our own executable as a profile's credential_process, starting from the instance.
        $executable = Join-Path $repository artifacts bin AssumeRole.Cli release ($IsWindows ? 'assumerole.exe' : 'assumerole')
        Add-Content -LiteralPath $directory/config -Value @"
[profile by-process]
credential_process = $executable credential-process --role-arn arn:aws:iam::222222222222:role/deploy --source Instance
region = eu-west-1
"@
    }

    AfterAll {
        Exit-ClientHome $before
        Stop-RoleSandbox
    }

    It 'boto3 renews those of <Owner>' -ForEach @(
        @{ Owner = 'a role'; From = 'chained'; Expected = 'assumed-role/worker/botocore-session-' }
        @{ Owner = 'the instance'; From = $null; Expected = 'assumed-role/worker/i-' }
    ) {
        if (-not (Skip-Without $python 'boto3')) { return }
        $answer = (Invoke-Boto @(@{ Profile = $From; Operation = 'get_caller_identity'; Parameters = @{}; Repeat = 11 }))[0]
        Assert-Answer $answer $Expected
        $keys = ($answer | ConvertFrom-Json).keys
        $keys.Count | Should -Be 2
        $keys[0] | Should -Not -BeExactly $keys[1]
    }

    It 'boto3 renews those of assumerole credential-process' {
        if (-not (Skip-Without $python 'boto3')) { return }
        $answer = (Invoke-Boto @(@{ Profile = 'by-process'; Operation = 'get_caller_identity'; Parameters = @{}; Repeat = 11 }))[0]
        Assert-Answer $answer 'assumed-role/deploy/concourse-task'
        $keys = ($answer | ConvertFrom-Json).keys
        $keys[0] | Should -Not -BeExactly $keys[1]
    }

    It 'the AWS CLI renews those of assumerole credential-process' {
        if (-not (Skip-Without $aws 'aws')) { return }
        $call = @{ Profile = 'by-process'; Operation = 'get_caller_identity'; Parameters = @{} }
        Assert-Answer (Invoke-Cli $call $directory) 'assumed-role/deploy/concourse-task'
        Start-Sleep -Seconds 21
        Assert-Answer (Invoke-Cli $call $directory) 'assumed-role/deploy/concourse-task'
    }

    It 'the AWS CLI renews those in its cache' {
        if (-not (Skip-Without $aws 'aws')) { return }
        Assert-Answer (Invoke-Cli $whoAmI $directory) 'assumed-role/deploy/'
        Start-Sleep -Seconds 21
        Assert-Answer (Invoke-Cli $whoAmI $directory) 'assumed-role/deploy/'
    }

    It '<Client> says that those it was given have expired' -ForEach @{ Client = 'boto3' }, @{ Client = 'aws' } {
        if (-not (Skip-Without ($Client -eq 'aws' ? $aws : $python) $Client)) { return }
        $given = Get-AssumedRoleCredential arn:aws:iam::222222222222:role/deploy
        Add-Content -LiteralPath $directory/config -Value @"
[profile given-$Client]
aws_access_key_id = $($given.AccessKeyId)
aws_secret_access_key = $($given.SecretAccessKey.Reveal())
aws_session_token = $($given.SessionToken.Reveal())
"@
        Start-Sleep -Seconds 21
        $call = @{ Profile = "given-$Client"; Operation = 'get_caller_identity'; Parameters = @{} }
        $text = if ($Client -eq 'aws') { Invoke-Cli $call $directory } else { (Invoke-Boto @($call))[0] }
        Assert-Answer $text 'ExpiredToken: The security token included in the request is expired'
    }
}
