# The scripts of module/examples, run as a Concourse worker would: as the tasks of pipeline.yml, with the params that stand there.
BeforeDiscovery {
    . $PSScriptRoot/Import-Staged.ps1
    $text = Get-Content -Raw -LiteralPath (Join-Path (Split-Path $modulePath) examples pipeline.yml)
    $tasks = foreach ($task in [regex]::Split($text, '(?m)^  - task: ') | Select-Object -Skip 1) {
        $null = $task -match '(?m)^\s+run: \{ path: pwsh, args: \[-File, source/ci/(?<script>[\w.-]+)(?<rest>[^\]]*)\]'
        $script = $Matches.script
        $arguments = @($Matches.rest -split ',' | ForEach-Object Trim | Where-Object { $_ })
        $params = @{}
        foreach ($match in [regex]::Matches(($task -replace '(?s)^.*\n    params:\n'), '(?m)^      (\w+): (\S+)$')) { $params[$match.Groups[1].Value] = $match.Groups[2].Value }
        @{ Script = $script; Arguments = $arguments; Params = $params }
    }
}

BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    $examples = Join-Path (Split-Path $modulePath) examples
    $searched = $env:PSModulePath
    $env:PSModulePath = (Join-Path $repository output) + [IO.Path]::PathSeparator + $searched
    Start-RoleSandbox

    function ConvertTo-Base64Url([string] $Text) {
        [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Text)).TrimEnd('=').Replace('+', '-').Replace('/', '_')
    }

    # What Concourse puts in the place of ((name)). The sandbox's provider has no keys, so the token needs no signature.
    $claims = @{ iss = 'https://concourse.example.com'; aud = @('sts.amazonaws.com'); sub = 'main/deploy'; exp = [DateTimeOffset]::UtcNow.AddHours(1).ToUnixTimeSeconds() }
    $values = @{
        '((roles/worker-permissions))' = $workerPermissions2
        '((roles/build))'              = $workerPermissions2
        '((roles/site))'               = $workerPermissions3
        '((roles/pipeline-identity))'  = 'arn:aws:iam::111111111111:role/pipeline-identity'
        '((aws:token))'                = "$(ConvertTo-Base64Url '{"alg":"RS256"}').$(ConvertTo-Base64Url ($claims | ConvertTo-Json -Compress)).c2ln"
    }

    # Runs a script in a fresh pwsh, where stand-ins for native programs say as whom they were called.
    function Invoke-Example([string] $Script, [string[]] $Arguments = @()) {
        $given = ($Arguments | ForEach-Object { $_ -replace '^source/ci', $examples } | ForEach-Object { $_ -like '-*' ? $_ : "'$_'" }) -join ' '
        Invoke-TaskScript @"
foreach (`$program in 'aws', 'terraform') {
    Set-Item "Function:`$program" {
        `$session = Get-AssumedRole
        # With -KeepFresh there is an endpoint in the place of the keys.
        `$endpoint = `$env:AWS_CONTAINER_CREDENTIALS_FULL_URI
        if (`$endpoint -and `$env:AWS_ACCESS_KEY_ID) { throw 'There are keys beside the endpoint.' }
        `$key = if (`$endpoint) {
            `$header = @{ Authorization = `$env:AWS_CONTAINER_AUTHORIZATION_TOKEN }
            (Invoke-RestMethod `$endpoint -Headers `$header -SkipHeaderValidation -NoProxy).AccessKeyId
        }
        else { `$env:AWS_ACCESS_KEY_ID }
        "`$(`$MyInvocation.MyCommand) `$args as `$(`$session.AssumedRoleArn) with `$key"
        if (`$key -ne `$session.AccessKeyId) { throw 'The role is not in the environment.' }
        if (`$env:concourse_idtoken) { throw 'The token is in the environment.' }
        `$global:LASTEXITCODE = 0
    }
}
& '$(Join-Path $examples $Script)' $given
exit `$LASTEXITCODE
"@
    }
}

AfterAll {
    Stop-RoleSandbox
    $env:PSModulePath = $searched
}

Describe 'pipeline.yml' {
    It 'has a task for every script, and a script for every task' {
        $scripts = (Get-ChildItem $examples -Filter *.ps1).Name | Where-Object { $_ -ne 'Demo.ps1' }
        $tasks = [regex]::Matches((Get-Content -Raw (Join-Path $examples pipeline.yml)), 'source/ci/([\w-]+\.ps1)').ForEach({ $_.Groups[1].Value })
        $tasks | Sort-Object | Should -Be ($scripts | Sort-Object)
    }

    It 'is indented by blanks, and opens and closes its brackets' {
        foreach ($line in Get-Content (Join-Path $examples pipeline.yml)) {
            $line | Should -Not -Match "`t|\s$"
            foreach ($pair in '[]', '{}', '()') {
                $line.Split($pair[0]).Count | Should -Be $line.Split($pair[1]).Count -Because $line
            }
        }
    }
}

Describe 'The task <Script>' -ForEach $tasks {
    It 'has exactly the params that the script and the cmdlets read' {
        $text = Get-Content -Raw -LiteralPath (Join-Path $examples $Script)
        $own = [regex]::Matches($text, '\$env:(\w+)').ForEach({ $_.Groups[1].Value })
        $common = @([AssumeRole.Roles.RoleChain].GetFields() | Where-Object Name -Like '*Variable' | ForEach-Object { $_.GetRawConstantValue() }) + 'AWS_REGION'
        foreach ($name in $Params.Keys) { @($own) + $common | Should -Contain $name }
        foreach ($name in $own) { $Params.Keys | Should -Contain $name }
        foreach ($argument in $Arguments) {
            if ($argument -like '-*') { (Get-Command (Join-Path $examples $Script)).Parameters.Keys | Should -Contain $argument.Substring(1) }
            else { $argument -replace '^source/ci', $examples | Should -Exist }
        }
    }

    It 'runs as it stands and ends with 0' {
        $before = Get-EnvironmentSnapshot
        foreach ($name in $Params.Keys) {
            $value = $Params[$name]
            if ($value -like '((*') { $values.Keys | Should -Contain $value; $value = $values[$value] }
            Set-Item "Env:$name" $value
        }
        try { $run = Invoke-Example $Script $Arguments }
        finally {
            $Params.Keys | Where-Object { $_ -ne 'AWS_REGION' } | ForEach-Object { Remove-Item "Env:$_" }
        }
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -Match '(?m)^(aws|terraform) .+ as arn:aws:sts::\d{12}:assumed-role/\S+ with ASIA'
        Get-EnvironmentSnapshot | Should -BeExactly $before
    }
}

Describe 'The example scripts' {
    It 'end with 1 and start no program when the role is refused: <_>' -ForEach 'use-role.ps1', 'invoke-with-role.ps1' {
        foreach ($name in 'aws_assume_role_arn', 'build_role_arn', 'site_role_arn') { Set-Item "Env:$name" $trustsNobody }
        try { $run = Invoke-Example $_ }
        finally { Remove-Item Env:aws_assume_role_arn, Env:build_role_arn, Env:site_role_arn }
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Not -Match '(?m)^(aws|terraform) '
    }

    It 'fan-out.ps1 begins nothing if one role of the list is refused, and says which' {
        $list = Join-Path $TestDrive roles.csv
        Set-Content -LiteralPath $list "RoleArn,RoleSessionName,DurationSeconds`n$workerPermissions2,one,900`n$trustsNobody,two,900"
        $run = Invoke-Example fan-out.ps1 '-Path', $list
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match "(?m)^$trustsNobody`: "
        $run.Output | Should -Match 'Only 1 of 2 roles'
        $run.Output | Should -Not -Match '(?m)^aws '
    }

    It 'fan-out.ps1 acts in each account under the name that the list gives' {
        $run = Invoke-Example fan-out.ps1
        $run.ExitCode | Should -Be 0 -Because $run.Output
        foreach ($row in Import-Csv (Join-Path $examples roles.csv)) {
            $account = $row.RoleArn.Split(':')[4]
            $run.Output | Should -Match "(?m)^aws s3api list-buckets as arn:aws:sts::${account}:assumed-role/worker-permissions/$($row.RoleSessionName) with"
        }
    }
}
