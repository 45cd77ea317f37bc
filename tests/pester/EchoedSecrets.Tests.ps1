# An STS that repeats all that it was sent: no secret of it is in an error, in what Get-Error shows of it, in verbose lines or in a report.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    $token = 'SESSION/token+of=the-caller/0123456789/abcdefghijklmnopqrstuvwxyz'
    $forms = $token, [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($token)), [Uri]::EscapeDataString($token)
    $listener = Start-HttpListener
    $address = @($listener.Prefixes)[0]
    $heard = [Collections.Concurrent.ConcurrentBag[string]]::new()
    $server = Start-ThreadJob -ArgumentList $listener, $heard {
        param($listener, $heard)
        while ($listener.IsListening) {
            try { $context = $listener.GetContext() } catch { return }
            $sent = "$($context.Request.Headers['x-amz-security-token'])"
            $heard.Add($sent)
            $echo = "$sent $([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($sent))) $([Uri]::EscapeDataString($sent))"
            $context.Response.StatusCode = 403
            $context.Response.Headers['x-amzn-RequestId'] = $sent
            $context.Response.Close([Text.Encoding]::UTF8.GetBytes("<ErrorResponse><Error><Code>$echo</Code><Message>$echo</Message></Error><RequestId>$echo</RequestId></ErrorResponse>"), $false)
        }
    }
    $before = @{}
    $values = @{ AWS_ENDPOINT_URL_STS = $address; AWS_ACCESS_KEY_ID = 'ASIACALLER'; AWS_SECRET_ACCESS_KEY = 's'; AWS_SESSION_TOKEN = $token; AWS_REGION = 'eu-west-1' }
    foreach ($name in $values.Keys) {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
        Set-Item "Env:$name" $values[$name]
    }
}

AfterAll {
    $listener.Close()
    $null = Wait-Job $server -Timeout 60
    Remove-Job $server -Force
    foreach ($name in $before.Keys) { Set-Item "Env:$name" $before[$name] }
}

Describe 'A token that STS repeats' {
    AfterEach {
        $heard | Should -Contain $token
        foreach ($form in $forms) { $shown | Should -Not -Match ([regex]::Escape($form.TrimEnd('='))) }
    }

    It 'is in no error of <_>' -ForEach @(
        'Use-AssumedRole $workerPermissions2'
        'Invoke-WithRole $workerPermissions2 { }'
        'Get-AssumedRoleCredential $workerPermissions2 -Verbose'
    ) {
        $failure = $null
        $lines = try { & ([scriptblock]::Create($_)) 4>&1 6>&1 } catch { $failure = $_ }
        $failure | Should -Not -BeNullOrEmpty
        $shown = "$lines" + ($failure | Out-String) + ($failure | Get-Error | Out-String) + $failure.Exception + ($failure | ConvertTo-Json -Depth 3 -WarningAction Ignore)
    }

    It 'is in no row and no report of Test-WorkerRoleChain' {
        $report = Join-Path $TestDrive report.html
        $shown = (Test-WorkerRoleChain $workerPermissions2 -ReportPath $report -Verbose 4>&1 | Format-List * | Out-String) + (Get-Content -Raw $report)
        $shown | Should -Match masked
    }
}
