# The table "Coming from aws-auth.sh or the Go helper" of the README, row by row. Each test bears its row's number.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    Start-RoleSandbox
    $import = "Import-Module '$modulePath'"
}

AfterAll {
    Stop-RoleSandbox
}

Describe 'The helpers'' behaviour' {
    BeforeEach {
        $env:aws_assume_role_arn = $workerPermissions2
        Remove-Item Env:aws_assume_role_duration -ErrorAction Ignore
    }

    AfterEach {
        Clear-AssumedRole
        Remove-Item Env:aws_assume_role_* -ErrorAction Ignore
    }

    It '1: a failure ends the task with exit code 1' {
        $env:aws_assume_role_arn = $trustsNobody
        $run = Invoke-TaskScript "$import; Use-AssumedRole; 'went on'"
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Not -Match 'went on'
    }

    It '2: a missing role is named in the same words' {
        Remove-Item Env:aws_assume_role_arn
        $run = Invoke-TaskScript "$import; Use-AssumedRole"
        $run.ExitCode | Should -Be 1
        $run.Output -replace '\s*\|?\s+', ' ' | Should -Match 'aws_assume_role_arn not provided\. Please provide an IAM role for the task to assume\.'
    }

    It '3: an empty role counts as missing' {
        $env:aws_assume_role_arn = ''
        { Use-AssumedRole } | Should -Throw -ErrorId 'RoleArnMissing'
    }

    It '4: a missing duration is announced and is 3600' {
        $run = Invoke-TaskScript "$import; Use-AssumedRole; [Math]::Round(((Get-AssumedRole).TimeLeft.TotalMinutes))"
        $run.Output | Should -Be "aws_assume_role_duration not provided. Defaulting to 1hr (3600 seconds) session length`n60"
    }

    It '5: a duration is taken as seconds' {
        $env:aws_assume_role_duration = '1800'
        Use-AssumedRole
        [Math]::Round((Get-AssumedRole).TimeLeft.TotalMinutes) | Should -Be 30
    }

    It '6: a duration that is no integer ends the task and the variable is named' {
        $env:aws_assume_role_duration = '1h'
        { Use-AssumedRole } | Should -Throw -ErrorId 'DurationInvalid' -ExpectedMessage '*aws_assume_role_duration*not an integer*'
    }

    It '7: the session is called concourse-task' {
        Use-AssumedRole 6>$null
        (Get-AssumedRole).AssumedRoleArn | Should -BeLike '*/concourse-task'
    }

    It '8: the three variables are exported to child processes' {
        Use-AssumedRole 6>$null
        $seen = Invoke-PowerShell -Command '"$Env:AWS_ACCESS_KEY_ID $Env:AWS_SECRET_ACCESS_KEY $Env:AWS_SESSION_TOKEN"'
        $seen | Should -BeExactly "$env:AWS_ACCESS_KEY_ID $env:AWS_SECRET_ACCESS_KEY $env:AWS_SESSION_TOKEN"
        $seen | Should -Match '^ASIA\w+ \S+ \S+$'
    }

    It '9: a refused role ends the task and is named' {
        $env:aws_assume_role_arn = $trustsNobody
        $caught = $null
        try { Use-AssumedRole 6>$null } catch { $caught = $_ }
        $caught.TargetObject | Should -Be $trustsNobody
        Test-Path Env:AWS_ACCESS_KEY_ID | Should -BeFalse
    }

    It '10: the base identity is the default chain''s, the instance role on a worker' {
        $identity = (Test-WorkerRoleChain | Where-Object Step -EQ CallerIdentity).Evidence
        $identity | Should -Match 'assumed-role/concourse-worker/'
    }

    It '11: the caller gets the credentials back too' {
        $session = Use-AssumedRole -PassThru 6>$null
        (Test-WorkerRoleChain arn:aws:iam::222222222222:role/worker-permissions -Credential $session | Where-Object Step -EQ CallerIdentity).Evidence |
            Should -Match 'assumed-role/worker-permissions/concourse-task'
    }

    It '12: credentials are cached in the process' {
        $first = Use-AssumedRole -PassThru 6>$null
        (Use-AssumedRole -PassThru 6>$null).RequestId | Should -Be $first.RequestId
    }

    It '13: no pager is involved, and AWS_PAGER is left alone' {
        $env:AWS_PAGER = 'less'
        try {
            Use-AssumedRole 6>$null
            $env:AWS_PAGER | Should -Be 'less'
        }
        finally {
            Remove-Item Env:AWS_PAGER
        }
    }
}

Describe 'The table in the README' {
    It 'has one row for each of these tests' {
        $section = (Get-Content -Raw -LiteralPath (Join-Path $repository README.md)) -replace '(?s)^.*?\n## Coming from aws-auth\.sh' -replace '(?s)\n## .*$'
        $rows = [regex]::Matches($section, '(?m)^\| (\d+) \|') | ForEach-Object { $_.Groups[1].Value }
        $tests = Select-String -LiteralPath $PSCommandPath -Pattern "^\s+It '(\d+):" | ForEach-Object { $_.Matches[0].Groups[1].Value }
        $rows | Should -Be $tests
    }
}
