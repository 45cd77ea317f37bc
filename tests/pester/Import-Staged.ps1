# Imports the staged module, once a process. Dot-sourced by every Pester file.
$ErrorActionPreference = 'Stop'
$repository = Split-Path (Split-Path $PSScriptRoot)
$version = (Import-PowerShellDataFile (Join-Path $repository AssumeRole.psd1)).ModuleVersion
$modulePath = Join-Path $repository output AssumeRole $version AssumeRole.psd1
Import-Module $modulePath

# The first answer of a sandbox in this process may take longer than the usual second on a machine that does ten other things.
$env:AWS_METADATA_SERVICE_TIMEOUT = 5

# The whole environment as sorted NAME=value lines, to compare before and after. Names may differ in case alone, as those of proxies do.
function Get-EnvironmentSnapshot {
    (Get-ChildItem Env: | ForEach-Object { "$($_.Name)=$($_.Value)" } | Sort-Object -CaseSensitive) -join "`n"
}

# An HttpListener on loopback, on a port that was free a moment before.
function Start-HttpListener {
    $free = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $free.Start()
    $address = "http://127.0.0.1:$($free.LocalEndpoint.Port)/"
    $free.Stop()
    $listener = [Net.HttpListener]::new()
    $listener.Prefixes.Add($address)
    $listener.Start()
    $listener
}

# How this process was started: by PowerShell's own program, or by dotnet with pwsh.dll where PowerShell is a .NET tool.
$powerShellProgram = [Environment]::ProcessPath
$powerShellArguments = @(if ((Split-Path -LeafBase $powerShellProgram) -eq 'dotnet') { [Environment]::GetCommandLineArgs()[0] })

# Starts another process in the same way.
function Invoke-PowerShell {
    & $powerShellProgram @powerShellArguments -NoProfile -NonInteractive @args
}

# Runs a script in a fresh pwsh that has the module and a sandbox, and returns its exit code and output.
function Invoke-TaskScript([string] $Body, [string[]] $Argument = @(), [hashtable] $Environment = @{}) {
    $file = Join-Path ([IO.Path]::GetTempPath()) "task-$([Guid]::NewGuid().ToString('N')).ps1"
    Set-Content -LiteralPath $file -Value $Body
    $before = @{}
    foreach ($name in $Environment.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    try {
        foreach ($name in $Environment.Keys) { [Environment]::SetEnvironmentVariable($name, $Environment[$name]) }
        $output = Invoke-PowerShell -File $file @Argument 2>&1
        # Before 7.6 an error is written in colour even where nothing else is.
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = ($output | ForEach-Object { "$_" }) -join "`n" -replace '\e\[[0-9;]*m' }
    }
    finally {
        foreach ($name in $before.Keys) { Set-Item "Env:$name" $before[$name] }
        Remove-Item -LiteralPath $file
    }
}

$workerPermissions2 = 'arn:aws:iam::222222222222:role/worker-permissions'
$workerPermissions3 = 'arn:aws:iam::333333333333:role/worker-permissions'
$trustsNobody = 'arn:aws:iam::222222222222:role/trusts-nobody'
