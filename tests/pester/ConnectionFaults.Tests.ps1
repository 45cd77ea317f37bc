# Faults of TLS, of proxies and of images in the module: the table that the executable's tests run, each row in a process of its own,
# because .NET reads the system's certificates once.
BeforeDiscovery {
    $table = Join-Path (Split-Path $PSScriptRoot) connections AssumeRole.FaultyServer ConnectionFaults.json
    $rows = Get-Content -Raw $table | ConvertFrom-Json -AsHashtable
    # Elsewhere .NET asks the system itself, and no variable changes what that trusts.
    if (-not $IsLinux) { $rows = $rows | Where-Object { $_.finding -notlike 'Certificate*' -and $_.name -notlike 'folder*' } }
    $rows = $rows | ForEach-Object { @{ Name = $_.name; Row = $_ } }
}

BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    $faultyServer = Join-Path $repository artifacts bin AssumeRole.FaultyServer release AssumeRole.FaultyServer.dll
    $task = "Import-Module '$modulePath'; try { Use-AssumedRole } catch { `$_.FullyQualifiedErrorId }"
}

Describe 'A fault of the connection' {
    It 'has its finding and number of attempts: <Name>' -ForEach $rows {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive $Name)
        $start = [Diagnostics.ProcessStartInfo]::new('dotnet', [string[]] ($faultyServer, $Name, $folder))
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $server = [Diagnostics.Process]::Start($start)
        try {
            $variables = $server.StandardOutput.ReadLine() | ConvertFrom-Json -AsHashtable
            $client = [Diagnostics.ProcessStartInfo]::new($powerShellProgram, [string[]] ($powerShellArguments + '-NoProfile', '-NonInteractive', '-Command', $task))
            $client.RedirectStandardOutput = $client.RedirectStandardError = $true
            foreach ($name in 'AWS_CA_BUNDLE', 'SSL_CERT_FILE', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy', 'ALL_PROXY', 'all_proxy') { $client.Environment.Remove($name) | Out-Null }
            foreach ($pair in $variables.GetEnumerator()) { $client.Environment[$pair.Key] = $pair.Value }
            $process = [Diagnostics.Process]::Start($client)
            $errors = $process.StandardError.ReadToEndAsync()
            $output = $process.StandardOutput.ReadToEnd()
            $process.WaitForExit(60000) | Should -BeTrue
            $null = $errors.Result
            ($output.Trim() -split ',')[0] | Should -BeExactly $Row.finding
        }
        finally {
            $server.StandardInput.Close()
            $attempts = @($server.StandardOutput.ReadToEnd() -split '\r?\n' -eq 'connection').Count
            $server.WaitForExit(60000) | Out-Null
        }
        $attempts | Should -Be $Row.attempts
    }
}
