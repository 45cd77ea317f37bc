# The ReadyToRun images in lib/: which of them a session loads, and that all works without them.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    $module = Split-Path $modulePath
    $system = if ($IsWindows) { 'win' } elseif ($IsMacOS) { 'osx' } else { 'linux' }
    $architecture = [Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant()
    $images = Join-Path lib "$system-$architecture" "net$([Environment]::Version.Major).0"

    # A session with the module of a folder: what it got, and which files of lib/ it loaded, by then or after something more.
    function Invoke-Session([string] $Folder, [string] $Then) {
        Invoke-TaskScript @"
`$ErrorActionPreference = 'Stop'
Import-Module '$(Join-Path $Folder AssumeRole.psd1)'
Start-RoleSandbox
(Use-AssumedRole $workerPermissions2 -DurationSeconds 900 -PassThru).AssumedRoleArn
$Then
[Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object Assemblies | Where-Object IsDynamic -EQ `$false | ForEach-Object Location |
    Where-Object { `$_ -match 'AssumeRole\.(Core|Diagnosis|Serving|Aws|AWSSDK)' } | ForEach-Object { [IO.Path]::GetRelativePath('$Folder', `$_) }
"@
    }

    function Copy-Module([string] $Name) {
        $copy = Join-Path $TestDrive $Name
        Copy-Item -LiteralPath $module -Destination $copy -Recurse
        $copy
    }

    $session = 'arn:aws:sts::222222222222:assumed-role/worker-permissions/concourse-task'
    $publish = @'
(Publish-RoleCredential @{ name = 'example-team'; accounts = @(@{ name = 'divx-lab'; roleArn = 'arn:aws:iam::222222222222:role/worker-permissions' }) }).Status
'@
    $needed = 'AssumeRole.Aws.dll', 'AssumeRole.AWSSDK.Core.dll', 'AssumeRole.AWSSDK.SecurityToken.dll'
    $libraries = 'AssumeRole.Core.dll', 'AssumeRole.Diagnosis.dll', 'AssumeRole.Serving.dll'
    $portable = @($libraries; $needed | ForEach-Object { Join-Path lib $_ })
}

Describe 'The ReadyToRun images' {
    It 'for the .NET that runs are what is loaded, of the AWS SDK only what a session asks' {
        if (-not (Test-Path (Join-Path $module $images))) { Set-ItResult -Skipped -Because "this build has no $images"; return }
        $run = Invoke-Session $module
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output -split "`n" | Sort-Object | Should -Be (@($session; $libraries + $needed | ForEach-Object { Join-Path $images $_ }) | Sort-Object)
        $run = Invoke-Session $module $publish
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output -split "`n" | Sort-Object | Should -Be (@($session; 'Rotated'; $libraries + $needed | ForEach-Object { Join-Path $images $_ }) | Sort-Object)
    }

    It 'are not needed' {
        $copy = Copy-Module without
        Get-ChildItem (Join-Path $copy lib) -Directory | Remove-Item -Recurse
        $run = Invoke-Session $copy $publish
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output -split "`n" | Sort-Object | Should -Be (@($session; 'Rotated'; $portable) | Sort-Object)
    }

    It 'are passed over where they are broken' {
        if (-not (Test-Path (Join-Path $module $images))) { Set-ItResult -Skipped -Because "this build has no $images"; return }
        $copy = Copy-Module broken
        Get-ChildItem (Join-Path $copy $images) | Set-Content -Value 'no image at all'
        $run = Invoke-Session $copy $publish
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output -split "`n" | Sort-Object | Should -Be (@($session; 'Rotated'; $portable) | Sort-Object)
    }
}
