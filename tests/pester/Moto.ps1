# moto, an AWS that we did not write, and Terraform against it: for files that dot-source this in BeforeAll.

# Starts moto on a free port of loopback and waits until it answers. Give what it returns to Stop-Moto.
function Start-Moto {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    $url = "http://127.0.0.1:$port"
    $log = Join-Path ([IO.Path]::GetTempPath()) "moto-$port.log"
    $process = Start-Process moto_server -ArgumentList '-H', '127.0.0.1', '-p', $port -PassThru `
        -RedirectStandardOutput $log -RedirectStandardError "$log.err"
    $server = [pscustomobject]@{ Url = $url; Process = $process; Log = $log }
    $deadline = [DateTime]::UtcNow.AddSeconds(60)
    while ([DateTime]::UtcNow -lt $deadline) {
        try {
            $null = Invoke-WebRequest "$url/moto-api/" -NoProxy -TimeoutSec 5
            return $server
        }
        catch { Start-Sleep -Milliseconds 200 }
    }

    $said = Get-Content -Raw -LiteralPath "$log.err"
    Stop-Moto $server
    throw "moto did not answer within a minute. $said"
}

function Stop-Moto([object] $Server) {
    if (-not $Server) { return }
    $Server.Process.Kill($true)
    $Server.Process.WaitForExit()
    Remove-Item -LiteralPath $Server.Log, "$($Server.Log).err"
}

# Which of these programs are absent, as a reason to skip; nothing if none is.
function Find-AbsentProgram([string[]] $Name) {
    if ($absent = $Name | Where-Object { -not (Get-Command $_ -ErrorAction Ignore) }) { "not on PATH: $($absent -join ', ')" }
}

# Lets Terraform take its providers from a mirror and from nowhere else.
function Set-TerraformMirror([string] $Mirror, [string] $Folder) {
    $settings = Join-Path $Folder terraform.rc
    Set-Content -LiteralPath $settings "disable_checkpoint = true`nprovider_installation {`n  filesystem_mirror {`n    path = `"$Mirror`"`n  }`n}"
    $env:TF_CLI_CONFIG_FILE = $settings
    $env:TF_DATA_DIR = Join-Path $Folder data # one for all: they use the same provider
    $env:TF_IN_AUTOMATION = '1'
}

# Runs Terraform in $folder.
function Invoke-Terraform {
    $output = terraform "-chdir=$folder" @args 2>&1 | Out-String
    if ($LASTEXITCODE) { throw "terraform $args exited with $LASTEXITCODE. $output" }
    $output
}
