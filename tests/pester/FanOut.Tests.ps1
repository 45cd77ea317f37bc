# Many roles by pipeline: when each session comes, what a stop leaves, and what becomes of it when STS throttles.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1

    # A world with one role that the worker may assume, and faults.
    function Start-World([string] $Faults) {
        $file = Join-Path $TestDrive world.json
        $text = (@'
{"region":"eu-west-1","instance":{"roleArn":"arn:aws:iam::111111111111:role/worker","availabilityZone":"eu-west-1a"},"roles":[
{"arn":"arn:aws:iam::111111111111:role/worker","trustPolicy":{"Version":"2012-10-17","Statement":{"Effect":"Allow",
"Action":"sts:AssumeRole","Principal":{"Service":"ec2.amazonaws.com"}}},"policies":[{"name":"go","document":{"Version":"2012-10-17",
"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}}}]},
{"arn":"arn:aws:iam::111111111111:role/deploy","trustPolicy":{"Version":"2012-10-17","Statement":{"Effect":"Allow",
"Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::111111111111:role/worker"}}}}],"faults":{FAULTS}}
'@).Replace('FAULTS', $Faults)
        Set-Content -LiteralPath $file -Value $text
        Start-RoleSandbox -World $file
    }

    function New-Job([int] $Count, [string] $Name = 'job') {
        1..$Count | ForEach-Object {
            [pscustomobject]@{ RoleArn = 'arn:aws:iam::111111111111:role/deploy'; RoleSessionName = "$Name-$_" }
        }
    }
}

AfterAll { Stop-RoleSandbox 3>$null }

Describe 'Many roles by pipeline' {
    AfterEach { Stop-RoleSandbox 3>$null }

    It 'come one by one, the first while most have not been asked for' {
        Start-World '"stsDelayMilliseconds":50'
        $asked = 0
        $when = New-Job 60 | ForEach-Object { $script:asked++; $_ } | Get-AssumedRoleCredential -ThrottleLimit 4 |
            ForEach-Object { $script:asked }
        $when | Should -HaveCount 60
        # Four on their way, four that lie ready, and the one that is at the door; more only by as many as have come back.
        $when[0] | Should -BeLessOrEqual 30
        $when[-1] | Should -Be 60
    }

    It 'come in the order of the pipeline where there is one at a time' {
        Start-World ''
        (New-Job 20 | Get-AssumedRoleCredential -ThrottleLimit 1).RoleSessionName | Should -Be (1..20 | ForEach-Object { "job-$_" })
    }

    It 'are no more asked for when Select-Object -First has enough' {
        Start-World '"stsDelayMilliseconds":50'
        $script:asked = 0
        New-Job 400 stopped | ForEach-Object { $script:asked++; $_ } | Get-AssumedRoleCredential -ThrottleLimit 4 |
            Select-Object -First 3 | Should -HaveCount 3
        $script:asked | Should -BeLessThan 100
    }

    It 'leave no request behind a pipeline that was stopped' {
        Start-World '"stsDelayMilliseconds":5000'
        $shell = [powershell]::Create()
        try {
            $under = [Threading.ManualResetEventSlim]::new()
            $null = $shell.AddScript({
                    param($Path, $Jobs, $Under)
                    Import-Module $Path
                    # Whoever takes the ninth has eight on their way.
                    $Jobs | ForEach-Object { if ($_.RoleSessionName -eq 'interrupted-9') { $Under.Set() }; $_ } |
                        Get-AssumedRoleCredential -ThrottleLimit 8
                }).AddArgument($modulePath).AddArgument((New-Job 200 interrupted)).AddArgument($under)
            $null = $shell.BeginInvoke()
            $under.Wait(120000) | Should -BeTrue
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 60 -Because '200 roles take 125 s'
            $shell.InvocationStateInfo.State | Should -Be Stopped
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'are all had where STS throttles one call in five' {
        Start-World '"throttledPercent":20'
        $sessions = New-Job 200 throttled | Get-AssumedRoleCredential -ThrottleLimit 32 -ErrorVariable failures
        $failures | Should -BeNullOrEmpty
        $sessions.RoleSessionName | Sort-Object -Unique | Should -HaveCount 200
    }

    It 'are all had where STS throttles the first forty calls' {
        # More refusals in a row than one call makes attempts.
        Start-World '"throttledCalls":40'
        $sessions = New-Job 100 late | Get-AssumedRoleCredential -ThrottleLimit 32 -ErrorVariable failures
        $failures | Should -BeNullOrEmpty
        $sessions | Should -HaveCount 100
    }
}
