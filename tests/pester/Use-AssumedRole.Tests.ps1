BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    Start-RoleSandbox
}

AfterAll {
    Stop-RoleSandbox
}

Describe 'Use-AssumedRole' {
    BeforeEach {
        $before = Get-EnvironmentSnapshot
    }

    AfterEach {
        Clear-AssumedRole
        Remove-Item Env:aws_assume_role_* -ErrorAction Ignore
    }

    It 'puts the session into exactly four variables' {
        $names = (Get-ChildItem Env:).Name
        $session = Use-AssumedRole $workerPermissions2 -PassThru 6>$null
        (Get-ChildItem Env:).Name | Where-Object { $_ -notin $names } | Sort-Object |
            Should -Be @('AWS_ACCESS_KEY_ID', 'AWS_CREDENTIAL_EXPIRATION', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN')
        $env:AWS_ACCESS_KEY_ID | Should -BeExactly $session.AccessKeyId
        $env:AWS_SECRET_ACCESS_KEY | Should -BeExactly $session.SecretAccessKey.Reveal()
        $env:AWS_SESSION_TOKEN | Should -BeExactly $session.SessionToken.Reveal()
        $env:AWS_CREDENTIAL_EXPIRATION | Should -BeExactly $session.Expiration.ToString('yyyy-MM-ddTHH:mm:ssZ')
    }

    It 'sets both region variables with -Region and leaves them alone without' {
        $env:AWS_REGION | Should -Be 'eu-west-1'
        Use-AssumedRole $workerPermissions2 6>$null
        $env:AWS_REGION | Should -Be 'eu-west-1'
        Use-AssumedRole $workerPermissions2 -Region eu-north-1 6>$null
        $env:AWS_REGION, $env:AWS_DEFAULT_REGION | Should -Be @('eu-north-1', 'eu-north-1')
        Clear-AssumedRole
        Get-EnvironmentSnapshot | Should -BeExactly $before
    }

    It 'takes <_> out of the way, and Clear-AssumedRole puts it back' -ForEach @(
        'AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SECURITY_TOKEN', 'AWS_ACCOUNT_ID', 'AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME',
        'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI',
        'AWS_CONTAINER_AUTHORIZATION_TOKEN', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', 'AWS_CONTAINER_OF_LATER_TIMES'
    ) {
        Set-Item "Env:$_" 'something'
        try {
            $withIt = Get-EnvironmentSnapshot
            Use-AssumedRole $workerPermissions2 -Source Instance 6>$null
            Test-Path "Env:$_" | Should -BeFalse
            Clear-AssumedRole
            Get-EnvironmentSnapshot | Should -BeExactly $withIt
        }
        finally {
            Remove-Item "Env:$_"
        }
    }

    It 'takes role, duration and session name from the task''s variables' {
        $env:aws_assume_role_arn = $workerPermissions3
        $env:aws_assume_role_duration = '900'
        $env:aws_assume_role_session_name = 'job-42'
        $lines = Use-AssumedRole -PassThru 6>&1
        $lines | Where-Object { $_.Tags -contains 'PSHOST' } | Should -BeNullOrEmpty -Because 'a duration that was given is not announced'
        $session = $lines | Where-Object { $_ -is [AssumeRole.Credentials.SessionCredentials] }
        $session.AssumedRoleArn | Should -Be 'arn:aws:sts::333333333333:assumed-role/worker-permissions/job-42'
        ($session.Expiration - [DateTime]::UtcNow).TotalSeconds | Should -BeGreaterThan 800
        ($session.Expiration - [DateTime]::UtcNow).TotalSeconds | Should -BeLessOrEqual 900
    }

    It 'announces the default duration as Write-Host would' {
        $lines = Use-AssumedRole $workerPermissions2 6>&1
        $lines | Where-Object { $_.Tags -contains 'PSHOST' } | ForEach-Object { "$_" } |
            Should -Be 'aws_assume_role_duration not provided. Defaulting to 1hr (3600 seconds) session length'
    }

    It 'starts a second call from the worker again' {
        Use-AssumedRole $workerPermissions2 6>$null
        # worker-permissions in 222222222222 may not assume its namesake; the worker may.
        Use-AssumedRole $workerPermissions3 6>$null
        (Get-AssumedRole).Account | Should -Be '333333333333'
        Clear-AssumedRole
        Get-EnvironmentSnapshot | Should -BeExactly $before
    }

    It 'starts from the session in force with -Chain' {
        { Use-AssumedRole $workerPermissions2 -Chain } | Should -Throw -ErrorId 'SessionMissing'
        Use-AssumedRole $workerPermissions2 6>$null
        { Use-AssumedRole $workerPermissions3 -Chain } | Should -Throw -ErrorId 'AssumeDenied'
        (Get-AssumedRole).Account | Should -Be '222222222222' -Because 'a failed call changes nothing'
    }

    It 'walks -Via in order before the role' {
        $session = Use-AssumedRole arn:aws:iam::033145145979:role/role2 -Via arn:aws:iam::033145145979:role/role1 -PassThru 6>$null
        $session.AssumedRoleArn | Should -Be 'arn:aws:sts::033145145979:assumed-role/role2/concourse-task'
    }

    It 'does nothing with -WhatIf' {
        Use-AssumedRole $workerPermissions2 -WhatIf
        Get-EnvironmentSnapshot | Should -BeExactly $before
        Get-AssumedRole | Should -BeNullOrEmpty
    }

    It 'warns when $StoredAWSCredentials would outrank the environment' {
        $global:StoredAWSCredentials = 'stored'
        try {
            $warnings = Use-AssumedRole $workerPermissions2 3>&1 6>$null
            $warnings | Should -Match 'StoredAWSCredentials'
        }
        finally {
            Remove-Variable -Scope Global StoredAWSCredentials
        }
    }

    It 'takes the credential of another call, or a PSCredential, to start from' {
        $role1 = Get-AssumedRoleCredential arn:aws:iam::033145145979:role/role1
        Use-AssumedRole arn:aws:iam::033145145979:role/role2 -Credential $role1 6>$null
        (Get-AssumedRole).RoleArn | Should -Be 'arn:aws:iam::033145145979:role/role2'
        Clear-AssumedRole
        $wrong = [pscredential]::new('AKIAIOSFODNN7EXAMPLE', (ConvertTo-SecureString wrong -AsPlainText -Force))
        { Use-AssumedRole $workerPermissions2 -Credential $wrong } | Should -Throw -ErrorId 'CredentialsRefused'
        Get-EnvironmentSnapshot | Should -BeExactly $before
    }

    It 'refuses a chained session over an hour with the cause, and keeps the hour valid' {
        { Use-AssumedRole $workerPermissions2 -DurationSeconds 3601 } | Should -Throw -ErrorId 'ChainingCap'
        Get-EnvironmentSnapshot | Should -BeExactly $before
        Use-AssumedRole $workerPermissions2 -DurationSeconds 3600
    }
}

Describe 'Use-AssumedRole with bad input' {
    BeforeEach {
        $before = Get-EnvironmentSnapshot
    }

    It '<Id>: <Name>' -ForEach @(
        @{ Id = 'RoleArnMissing'; Name = 'no role'; Arguments = @{}; Target = 'aws_assume_role_arn' }
        @{ Id = 'RoleArnMissing'; Name = 'an empty role'; Arguments = @{ RoleArn = '' } }
        @{ Id = 'RoleArnMissing'; Name = 'a null role'; Arguments = @{ RoleArn = $null } }
        @{ Id = 'ArnMalformed'; Name = 'arn:aws::iam'; Arguments = @{ RoleArn = 'arn:aws::iam::222222222222:role/x' }; Remedy = '*arn:aws:iam::222222222222:role/x*' }
        @{ Id = 'ArnNotRole'; Name = 'an instance profile'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:instance-profile/x' }; Remedy = '*arn:aws:iam::222222222222:role/x*' }
        @{ Id = 'ArnNotRole'; Name = 'a policy'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:policy/x' } }
        @{ Id = 'ArnNotRole'; Name = 'a user'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:user/x' } }
        @{ Id = 'ArnNotRole'; Name = 'a session'; Arguments = @{ RoleArn = 'arn:aws:sts::222222222222:assumed-role/x/y' }; Remedy = '*arn:aws:iam::222222222222:role/x*' }
        @{ Id = 'AccountIdInvalid'; Name = 'eleven digits'; Arguments = @{ RoleArn = 'arn:aws:iam::22222222222:role/x' } }
        @{ Id = 'ArnMalformed'; Name = 'a bad -Via'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; Via = 'role1' }; Target = 'role1' }
        @{ Id = 'DurationInvalid'; Name = 'no integer'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; DurationSeconds = 'abc' }; Target = 'abc' }
        @{ Id = 'DurationInvalid'; Name = 'too short'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; DurationSeconds = 899 } }
        @{ Id = 'DurationInvalid'; Name = 'too long'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; DurationSeconds = 43201 } }
        @{ Id = 'RoleSessionNameInvalid'; Name = 'a blank in the name'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; RoleSessionName = 'a b' } }
        @{ Id = 'RoleSessionNameInvalid'; Name = 'one character'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; RoleSessionName = 'a' } }
        @{ Id = 'TagInvalid'; Name = 'no hashtable'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; Tag = 'a=b' } }
        @{ Id = 'TagInvalid'; Name = 'a key of AWS'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; Tag = @{ 'aws:x' = 'y' } } }
        @{ Id = 'TagInvalid'; Name = 'an unknown transitive key'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; TransitiveTagKey = 'z' } }
        @{ Id = 'ExternalIdInvalid'; Name = 'one character'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; ExternalId = 'a' } }
        @{ Id = 'SessionPolicyInvalid'; Name = 'too long'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; Policy = '{"a":"' + ('x' * 2048) + '"}' } }
        @{ Id = 'SessionPolicyInvalid'; Name = 'not JSON'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; Policy = '{' } }
        @{ Id = 'SourceIdentityInvalid'; Name = 'aws:'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; SourceIdentity = 'aws:me' } }
        @{ Id = 'MfaInvalid'; Name = 'five digits'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; SerialNumber = 'arn:aws:iam::111111111111:mfa/me'; TokenCode = '12345' } }
        @{ Id = 'MfaInvalid'; Name = 'a code without a device'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; TokenCode = '123456' } }
        @{ Id = 'WebIdentityInvalid'; Name = 'a token that is no SecureString'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; WebIdentityToken = 'eyJ' } }
        @{ Id = 'ParameterConflict'; Name = 'a source and a credential'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; Source = 'Instance'; ProfileName = 'p' } }
        @{ Id = 'SourceInvalid'; Name = 'no such source'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; Source = 'Instanc' } }
        @{ Id = 'CredentialInvalid'; Name = 'a text as credential'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; Credential = 'AKIA' } }
        @{ Id = 'RegionInvalid'; Name = 'no region'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; Region = 'Ireland!' } }
        @{ Id = 'EndpointInvalid'; Name = 'no address'; Arguments = @{ RoleArn = 'arn:aws:iam::222222222222:role/x'; EndpointUrl = 'sts' } }
    ) {
        $caught = $null
        try { Use-AssumedRole @Arguments } catch { $caught = $_ }
        $caught | Should -Not -BeNullOrEmpty
        ($caught.FullyQualifiedErrorId -split ',')[0] | Should -BeExactly $Id
        $caught.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $caught.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        if ($Remedy) { $caught.ErrorDetails.RecommendedAction | Should -BeLike $Remedy }
        $caught.TargetObject | Should -Not -BeNullOrEmpty -Because 'an error names what it is about'
        if ($Target) { $caught.TargetObject | Should -BeExactly $Target }
        Get-EnvironmentSnapshot | Should -BeExactly $before
    }

    It 'names the variable that holds a bad duration' {
        $env:aws_assume_role_duration = '1h'
        try {
            { Use-AssumedRole $workerPermissions2 } | Should -Throw -ErrorId 'DurationInvalid' -ExpectedMessage '*aws_assume_role_duration*integer*'
        }
        finally {
            Remove-Item Env:aws_assume_role_duration
        }
    }

    It 'works in partition <_>' -ForEach 'aws-cn', 'aws-us-gov', 'aws-iso' {
        # The role is not in the sandbox: it is asked for and denied, and not refused as malformed.
        { Use-AssumedRole "arn:${_}:iam::222222222222:role/x" } | Should -Throw -ErrorId 'AssumeDenied'
    }

    It 'ends at once when it is stopped while STS is silent, with <Name>' -ForEach @(
        @{ Name = 'the cache'; Switches = @{} }
        @{ Name = 'no cache'; Switches = @{ NoCache = $true } }
        @{ Name = 'verbose lines'; Switches = @{ Verbose = $true } }
    ) {
        # What any stop takes, here and now.
        $begun = [Threading.ManualResetEventSlim]::new()
        $shell = [powershell]::Create().AddScript({ param($begun) $begun.Set(); Start-Sleep 600 }).AddArgument($begun)
        $null = $shell.BeginInvoke()
        $begun.Wait(120000) | Should -BeTrue
        $usual = (Measure-Command { $shell.Stop() }).TotalSeconds
        $shell.Dispose()

        $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $silent.Start()
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript({
                param($module, $url, $switches)
                Import-Module $module
                $key = [pscredential]::new('AKIAIOSFODNN7EXAMPLE', (ConvertTo-SecureString 'wJalrXUtnFEMI' -AsPlainText -Force))
                Use-AssumedRole arn:aws:iam::222222222222:role/x -Credential $key -EndpointUrl $url -Region eu-west-1 @switches
            }).AddArgument($modulePath).AddArgument("http://127.0.0.1:$($silent.LocalEndpoint.Port)").AddArgument($Switches)
            $run = $shell.BeginInvoke()
            $asked = $silent.AcceptTcpClientAsync()
            $asked.Wait(120000) | Should -BeTrue
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            # A request's own time is over after ten seconds, and it is made three times.
            $watch.Elapsed.TotalSeconds | Should -BeLessThan (8 + 20 * $usual)
            { $shell.EndInvoke($run) } | Should -Throw
            if ($Name -eq 'verbose lines') { "$($shell.Streams.Verbose)" | Should -BeLike '*Starting from*' }
        }
        finally {
            $shell.Dispose()
            $silent.Stop()
        }

        Get-EnvironmentSnapshot | Should -BeExactly $before
    }
}
