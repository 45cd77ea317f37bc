BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    Start-RoleSandbox
    $before = Get-EnvironmentSnapshot
}

AfterAll {
    Stop-RoleSandbox
}

Describe 'Get-AssumedRoleCredential' {
    AfterEach {
        Get-EnvironmentSnapshot | Should -BeExactly $before -Because 'it never changes the environment'
    }

    It 'returns one object with the properties that scripts rely on' {
        $session = Get-AssumedRoleCredential $workerPermissions2
        $session.PSObject.Properties.Name | Should -Be @(
            'RoleArn', 'AssumedRoleArn', 'Account', 'RoleSessionName', 'AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration', 'RequestId')
        $session.SecretAccessKey | Should -BeOfType ([AssumeRole.Secret])
        $session.SessionToken | Should -BeOfType ([AssumeRole.Secret])
        $session.Expiration.Kind | Should -Be 'Utc'
        $session.AssumedRoleArn | Should -Be 'arn:aws:sts::222222222222:assumed-role/worker-permissions/concourse-task'
    }

    It 'takes roles by pipeline as <Name>' -ForEach @(
        @{ Name = 'texts'; Roles = { $workerPermissions2, $workerPermissions3 } }
        @{ Name = 'objects'; Roles = { [pscustomobject]@{ RoleArn = $workerPermissions2 }, [pscustomobject]@{ RoleArn = $workerPermissions3 } } }
        @{ Name = 'CSV'; Roles = { "RoleArn,Team`n$workerPermissions2,a`n$workerPermissions3,b" | ConvertFrom-Csv } }
        @{ Name = 'JSON'; Roles = { "[{`"roleArn`":`"$workerPermissions2`"},{`"roleArn`":`"$workerPermissions3`"}]" | ConvertFrom-Json } }
    ) {
        & $Roles | Get-AssumedRoleCredential | ForEach-Object Account | Sort-Object | Should -Be @('222222222222', '333333333333')
    }

    It 'takes a session name and duration from each object' {
        $sessions = @(
            [pscustomobject]@{ RoleArn = $workerPermissions2; RoleSessionName = 'first'; DurationSeconds = 900 }
            [pscustomobject]@{ RoleArn = $workerPermissions2; RoleSessionName = 'second'; DurationSeconds = 1800 }
        ) | Get-AssumedRoleCredential
        ($sessions | Sort-Object RoleSessionName).RoleSessionName | Should -Be @('first', 'second')
    }

    It 'reports each failure as an error of its own with the role as target, and returns the others' {
        $sessions = $workerPermissions2, $trustsNobody, 'arn:aws::iam::1:role/x', $workerPermissions3 |
            Get-AssumedRoleCredential -ErrorVariable failures -ErrorAction SilentlyContinue
        $sessions.Account | Sort-Object | Should -Be @('222222222222', '333333333333')
        $own = $failures | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
        $own.TargetObject | Sort-Object | Should -Be @('arn:aws::iam::1:role/x', $trustsNobody)
        $own.CategoryInfo.Category | Sort-Object -Unique | Should -HaveCount 2
    }

    It 'assumes at most -ThrottleLimit roles at a time and all in the end' {
        $names = 1..40 | ForEach-Object { [pscustomobject]@{ RoleArn = $workerPermissions2; RoleSessionName = "job-$_" } }
        $sessions = $names | Get-AssumedRoleCredential -ThrottleLimit 4
        $sessions.RoleSessionName | Sort-Object -Unique | Should -HaveCount 40
    }

    It 'stops when Select-Object -First has enough' {
        1..50 | ForEach-Object { [pscustomobject]@{ RoleArn = $workerPermissions2; RoleSessionName = "some-$_" } } |
            Get-AssumedRoleCredential | Select-Object -First 1 | Should -HaveCount 1
    }

    It 'keeps a session in memory, shared with Use-AssumedRole' {
        $first = Get-AssumedRoleCredential $workerPermissions2 -RoleSessionName cached
        $second = Get-AssumedRoleCredential $workerPermissions2 -RoleSessionName cached
        $third = Use-AssumedRole $workerPermissions2 -RoleSessionName cached -PassThru 6>$null
        Clear-AssumedRole
        $second.RequestId, $third.RequestId | Should -Be @($first.RequestId, $first.RequestId)
    }

    It 'asks again with -NoCache' {
        $first = Get-AssumedRoleCredential $workerPermissions2
        (Get-AssumedRoleCredential $workerPermissions2 -NoCache).RequestId | Should -Not -Be $first.RequestId
    }

    It 'keeps callers apart that differ in <Name>' -ForEach @(
        @{ Name = 'the session name'; Difference = @{ RoleSessionName = 'other' } }
        @{ Name = 'the duration'; Difference = @{ DurationSeconds = 901 } }
        @{ Name = 'the policy'; Difference = @{ Policy = '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}' } }
        @{ Name = 'the endpoint'; Difference = { @{ EndpointUrl = "$env:AWS_ENDPOINT_URL_STS/" } } }
        @{ Name = 'the region'; Difference = @{ Region = 'eu-north-1' } }
    ) {
        $differs = if ($Difference -is [scriptblock]) { & $Difference } else { $Difference }
        $plain = Get-AssumedRoleCredential $workerPermissions2
        $other = Get-AssumedRoleCredential $workerPermissions2 @differs
        if ($Name -ne 'the endpoint') { $other.RequestId | Should -Not -Be $plain.RequestId }
        $other.AccessKeyId | Should -Not -BeNullOrEmpty
    }

    It 'renders <_>' -ForEach 'CredentialProcess', 'Environment', 'Bash', 'PowerShell', 'Dotenv', 'Json' {
        $session = Get-AssumedRoleCredential $workerPermissions2
        $text = Get-AssumedRoleCredential $workerPermissions2 -As $_
        $text | Should -BeOfType string
        $text.Contains($session.SecretAccessKey.Reveal()) | Should -BeTrue
        $text.Contains($session.SessionToken.Reveal()) | Should -BeTrue
    }

    It 'renders a credential_process document that has the five fields and the account' {
        $document = Get-AssumedRoleCredential $workerPermissions2 -As CredentialProcess | ConvertFrom-Json
        $document.PSObject.Properties.Name | Should -Be @('Version', 'AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration', 'AccountId')
        $document.Version | Should -Be 1
        $document.AccountId | Should -Be '222222222222'
    }

    It 'renders lines that a POSIX shell evaluates to the session' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'Windows has no POSIX shell'; return }
        $session = Get-AssumedRoleCredential $workerPermissions2
        $script = "AWS_PROFILE=x`nexport AWS_PROFILE`n" + (Get-AssumedRoleCredential $workerPermissions2 -As Bash) +
            "`nprintf '%s|%s|%s' `"`$AWS_ACCESS_KEY_ID`" `"`$AWS_SESSION_TOKEN`" `"`${AWS_PROFILE-unset}`""
        sh -c $script | Should -BeExactly "$($session.AccessKeyId)|$($session.SessionToken.Reveal())|unset"
    }

    It 'renders lines that PowerShell evaluates to the session' {
        $session = Get-AssumedRoleCredential $workerPermissions2
        $lines = Get-AssumedRoleCredential $workerPermissions2 -As PowerShell
        $seen = Invoke-PowerShell -Command "`$Env:AWS_PROFILE = 'x'; $lines; `"`$Env:AWS_SECRET_ACCESS_KEY|`$Env:AWS_PROFILE`""
        $seen | Should -BeExactly "$($session.SecretAccessKey.Reveal())|"
    }

    It 'returns the same property names as texts with -AsPlainText' {
        $session = Get-AssumedRoleCredential $workerPermissions2
        $plain = Get-AssumedRoleCredential $workerPermissions2 -AsPlainText
        $plain.PSObject.Properties.Name | Should -Be $session.PSObject.Properties.Name
        $plain.PSObject.Properties.Value | ForEach-Object { $_ | Should -BeOfType string }
        $plain.SecretAccessKey | Should -BeExactly $session.SecretAccessKey.Reveal()
    }

    It 'says nothing of the default duration, which would spoil what another program reads' {
        Get-AssumedRoleCredential $workerPermissions2 -As Bash 6>&1 | Should -HaveCount 1
    }
}

Describe 'A web identity' {
    BeforeAll {
        # Header, claims and signature of an unsigned rehearsal token; the built-in world's provider has no keys to check it with.
        function ConvertTo-Base64Url([string] $text) {
            [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($text)).TrimEnd('=').Replace('+', '-').Replace('/', '_')
        }
        function New-Token([hashtable] $claims) {
            "$(ConvertTo-Base64Url '{"alg":"RS256"}').$(ConvertTo-Base64Url ($claims | ConvertTo-Json -Compress)).$(ConvertTo-Base64Url 'signature')"
        }
    }

    It 'refuses <_> on the hop that has no place for it' -ForEach 'ExternalId', 'SourceIdentity', 'Tag', 'SerialNumber' {
        $value = @{ ExternalId = 'abc'; SourceIdentity = 'me'; Tag = @{ a = 'b' }; SerialNumber = 'arn:aws:iam::111111111111:mfa/me' }[$_]
        $arguments = @{ $_ = $value; WebIdentityToken = ConvertTo-SecureString 'a.b.c' -AsPlainText -Force }
        if ($_ -eq 'SerialNumber') { $arguments.TokenCode = '123456' }
        $failures = $null
        Get-AssumedRoleCredential $workerPermissions2 @arguments -ErrorVariable failures -ErrorAction SilentlyContinue
        ($failures[0].FullyQualifiedErrorId -split ',')[0] | Should -Be 'ParameterConflict'
    }

    It 'is refused by STS with the reason when the token is nonsense' {
        $token = ConvertTo-SecureString (New-Token @{ iss = 'https://nobody.example'; aud = 'x'; sub = 'y'; exp = 4102444800 }) -AsPlainText -Force
        $failures = $null
        Get-AssumedRoleCredential $workerPermissions2 -WebIdentityToken $token -ErrorVariable failures -ErrorAction SilentlyContinue
        ($failures[0].FullyQualifiedErrorId -split ',')[0] | Should -Be 'WebIdentityRejected'
        $failures[0].CategoryInfo.Category | Should -Be 'AuthenticationError'
    }
}
