# The .nupkg that build.ps1 -Task Package makes: what is in it, what it says of itself, and that a module taken from it works.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    Add-Type -AssemblyName System.IO.Compression.ZipFile

    # Packs what is staged, without building: tests run beside this one.
    function Export-Package([string] $Folder) {
        $project = Join-Path $repository src AssumeRole AssumeRole.csproj
        $output = dotnet pack $project --no-build --nologo --verbosity quiet --output $Folder 2>&1 | Out-String
        if ($LASTEXITCODE) { throw "dotnet pack exited with $LASTEXITCODE. $output" }
        Join-Path $Folder "AssumeRole.$version.nupkg"
    }

    # Runs commands in a fresh pwsh that finds modules in one folder and among its own, and nowhere else.
    function Invoke-Isolated([string] $Folder, [string] $Body) {
        Invoke-TaskScript @"
`$ErrorActionPreference = 'Stop'
`$env:PSModulePath = '$Folder' + [IO.Path]::PathSeparator + (Join-Path `$PSHOME Modules)
$Body
"@
    }

    $package = Export-Package (Join-Path $TestDrive first)
    $unpacked = Join-Path $TestDrive modules AssumeRole $version
    [IO.Compression.ZipFile]::ExtractToDirectory($package, $unpacked)
    $nuspec = ([xml] (Get-Content -Raw -LiteralPath (Join-Path $unpacked AssumeRole.nuspec))).package.metadata
}

Describe 'The package' {
    It 'has exactly these files' {
        $archive = [IO.Compression.ZipFile]::OpenRead($package)
        try { $names = $archive.Entries.FullName }
        finally { $archive.Dispose() }
        [string[]] $expected = @(
            '[Content_Types].xml'
            '_rels/.rels'
            'AssumeRole.Core.dll'
            'AssumeRole.Diagnosis.dll'
            'AssumeRole.Serving.dll'
            'AssumeRole.dll'
            'AssumeRole.format.ps1xml'
            'AssumeRole.nuspec'
            'AssumeRole.psd1'
            'en-US/about_AssumeRole_Concourse.help.txt'
            'en-US/about_AssumeRole_LongJobs.help.txt'
            'en-US/about_AssumeRole_Rotation.help.txt'
            'en-US/about_AssumeRole_Sources.help.txt'
            'en-US/about_AssumeRole_Troubleshooting.help.txt'
            'en-US/about_AssumeRole.help.txt'
            'en-US/AssumeRole.dll-Help.xml'
            'examples/Demo.ps1'
            'examples/container.sh'
            'examples/fan-out.ps1'
            'examples/idtoken.ps1'
            'examples/invoke-with-role.ps1'
            'examples/long-job.ps1'
            'examples/pipeline.yml'
            'examples/roles.csv'
            'examples/rotation/COST.md'
            'examples/rotation/README.md'
            'examples/rotation/account/main.tf'
            'examples/rotation/concourse.yml'
            'examples/rotation/cron.example'
            'examples/rotation/example-team.json'
            'examples/rotation/function/main.tf'
            'examples/rotation/function/outputs.tf'
            'examples/rotation/function/variables.tf'
            'examples/rotation/main.tf'
            'examples/rotation/team/main.tf'
            'examples/serve-map.json'
            'examples/terraform/README.md'
            'examples/terraform/problem/main.tf'
            'examples/terraform/problem/variables.tf'
            'examples/terraform/solution-account-root/main.tf'
            'examples/terraform/solution-account-root/variables.tf'
            'examples/terraform/solution/main.tf'
            'examples/terraform/solution/variables.tf'
            'examples/use-role.ps1'
            'examples/world.json'
            'examples/worlds/chaining-cap.json'
            'examples/worlds/clock-skew.json'
            'examples/worlds/external-id.json'
            'examples/worlds/hop-limit.json'
            'examples/worlds/metadata-proxy.json'
            'examples/worlds/session-tags.json'
            'lib/AssumeRole.Aws.dll'
            'lib/AssumeRole.Sandbox.dll'
            'lib/AssumeRole.AWSSDK.Core.dll'
            'lib/AssumeRole.AWSSDK.S3.dll'
            'lib/AssumeRole.AWSSDK.SecurityToken.dll'
            'lib/AssumeRole.AWSSDK.SimpleSystemsManagement.dll'
            'lib/AssumeRole.AWSSDK.SSO.dll'
            'lib/AssumeRole.AWSSDK.SSOOIDC.dll'
            'LICENSE'
            'NOTICE'
            'package/services/metadata/core-properties/nuget.psmdcp'
            'README.md'
            'sbom.cdx.json'
            'THIRD-PARTY-LICENSES.txt'
        )
        # Which ReadyToRun images there are depends on the machine that built the module.
        $names -notmatch '^lib/[^/]+/net\d+\.0/' | Sort-Object | Should -Be ($expected | Sort-Object)
    }

    It 'has every staged file, byte for byte' {
        $staged = Split-Path $modulePath
        foreach ($file in Get-ChildItem $staged -Recurse -File) {
            $other = Join-Path $unpacked ([IO.Path]::GetRelativePath($staged, $file.FullName))
            (Get-FileHash $other).Hash | Should -Be (Get-FileHash $file).Hash -Because $other
        }
    }

    It 'says what its manifest says' {
        $manifest = Import-PowerShellDataFile $modulePath
        $nuspec.id | Should -BeExactly 'AssumeRole'
        $nuspec.version | Should -Be $manifest.ModuleVersion
        $nuspec.authors | Should -Be $manifest.Author
        $nuspec.description | Should -Be $manifest.Description
        $nuspec.copyright | Should -Be $manifest.Copyright
        $nuspec.readme | Should -Be 'README.md'
        $nuspec.projectUrl | Should -Be $manifest.PrivateData.PSData.ProjectUri
        $nuspec.releaseNotes | Should -Be $manifest.PrivateData.PSData.ReleaseNotes
        $manifest.PrivateData.PSData.LicenseUri | Should -Be "$($manifest.PrivateData.PSData.ProjectUri)/blob/main/LICENSE"
        $nuspec.ChildNodes.Name | Should -Not -Contain 'dependencies'
    }

    It 'has the tags by which the gallery finds a module and its cmdlets' {
        $manifest = Import-PowerShellDataFile $modulePath
        $tags = $nuspec.tags -split ' '
        $own = 'AWS', 'STS', 'AssumeRole', 'IMDSv2', 'Concourse', 'CI', 'Credentials', 'PSEdition_Core', 'Linux', 'MacOS', 'Windows'
        $manifest.PrivateData.PSData.Tags | Should -Be $own
        $expected = $own + 'PSModule', 'PSIncludes_Cmdlet' +
            @($manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" })
        $tags | Sort-Object | Should -Be ($expected | Sort-Object)
    }

    It 'states its licence and names whose work it includes' {
        $nuspec.license.type, $nuspec.license.InnerText | Should -Be @('expression', 'Apache-2.0')
        Get-Content -Raw (Join-Path $unpacked LICENSE) | Should -Match 'Apache License\s+Version 2\.0'
        $notice = Get-Content -Raw (Join-Path $unpacked NOTICE)
        foreach ($name in (Get-ChildItem (Join-Path $unpacked lib) -Filter *.dll).BaseName -notlike 'AssumeRole.*') {
            $notice | Should -Match "\b$([regex]::Escape($name))\b"
        }
    }

    It 'is the same whenever it is made' {
        $again = Export-Package (Join-Path $TestDrive second)
        (Get-FileHash $again).Hash | Should -Be (Get-FileHash $package).Hash
        $archive = [IO.Compression.ZipFile]::OpenRead($package)
        try { @($archive.Entries.LastWriteTime.Year | Sort-Object -Unique) | Should -Be @(2000) }
        finally { $archive.Dispose() }
    }
}

Describe 'A module taken from the package' {
    It 'runs the demo from an otherwise empty module path' {
        $run = Invoke-Isolated (Join-Path $TestDrive modules) @'
$module = Get-Module -ListAvailable AssumeRole
& (Join-Path $module.ModuleBase examples Demo.ps1)
"From $((Get-Module AssumeRole).ModuleBase)."
'@
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -Match 'The environment is as it was\.'
        $run.Output | Should -Match ([regex]::Escape("From $unpacked."))
    }

    It 'is loaded by the name of a cmdlet, and has its help' {
        $run = Invoke-Isolated (Join-Path $TestDrive modules) @'
(Get-Command Use-AssumedRole).Version.ToString()
(Get-Help Use-AssumedRole).Synopsis
(Get-Help about_AssumeRole_Concourse).Length -gt 1000
'@
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -Match "^$([regex]::Escape($version))\nAssumes a role .+\nTrue$"
    }

    It 'is installed by Install-PSResource' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'it would install among the modules of whoever runs the tests'; return }
        # PSResourceGet keeps its list of repositories under XDG_DATA_HOME, or in the working directory if that does not exist; it
        # installs under HOME, and PowerShell looks under XDG_DATA_HOME.
        $before = @{ HOME = $env:HOME; XDG_DATA_HOME = $env:XDG_DATA_HOME }
        $env:HOME = New-Item -ItemType Directory (Join-Path $TestDrive home)
        $env:XDG_DATA_HOME = New-Item -ItemType Directory (Join-Path $env:HOME .local share)
        try {
            $run = Invoke-TaskScript @"
`$ErrorActionPreference = 'Stop'
Register-PSResourceRepository -Name local -Uri '$(Split-Path $package)' -Trusted
Install-PSResource AssumeRole -Repository local -Scope CurrentUser
(Get-Module -ListAvailable AssumeRole | Where-Object ModuleBase -Like '$(Join-Path $TestDrive home)*').Version.ToString()
"@
        }
        finally {
            foreach ($name in $before.Keys) { Set-Item "Env:$name" $before[$name] }
        }
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -Be $version
    }
}

Describe 'build.ps1' {
    It 'hands whole arguments to dotnet: <_>' -ForEach 'Build', 'Test', 'Native', 'Package' {
        # PowerShell takes an unquoted -name:value apart.
        $calls = [Collections.Generic.List[object]]::new()
        function dotnet { $calls.Add(@($args)); $global:LASTEXITCODE = 0 }
        & (Join-Path $repository build.ps1) -Task $_
        $calls.Count | Should -Be 1
        $calls[0] | Where-Object { $_ -like '*:' } | Should -BeNullOrEmpty
    }
}
