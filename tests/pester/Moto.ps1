# moto, an AWS that we did not write, and Terraform against it: for files that dot-source this in BeforeAll.

# Starts moto on a free port of loopback and waits until it answers. Give what it returns to Stop-Moto.
function Start-Moto {
    # Bound and not listening: on Linux moto can listen on the port, and nobody else is given it. Elsewhere no two may be bound to it.
    $held = [Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp')
    $held.Bind([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
    $port = $held.LocalEndPoint.Port
    if (-not $IsLinux) { $held.Dispose() }
    $url = "http://127.0.0.1:$port"
    $log = Join-Path ([IO.Path]::GetTempPath()) "moto-$port.log"
    $process = Start-Process moto_server -ArgumentList '-H', '127.0.0.1', '-p', $port -PassThru `
        -RedirectStandardOutput $log -RedirectStandardError "$log.err"
    $server = [pscustomobject]@{ Url = $url; Process = $process; Log = $log; Held = $held }
    $deadline = [DateTime]::UtcNow.AddSeconds(180)
    while ([DateTime]::UtcNow -lt $deadline -and -not $process.HasExited) {
        try {
            $null = Invoke-WebRequest "$url/moto-api/" -NoProxy -TimeoutSec 60
            return $server
        }
        catch { Start-Sleep -Milliseconds 200 }
    }

    $said = Get-Content -Raw -LiteralPath "$log.err"
    Stop-Moto $server
    throw "moto ended, or did not answer within three minutes. $said"
}

function Stop-Moto([object] $Server) {
    if (-not $Server) { return }
    $Server.Process.Kill($true)
    $null = $Server.Process.WaitForExit(60000)
    $Server.Held.Dispose()
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
