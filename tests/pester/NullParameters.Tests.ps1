# A script that passes a variable which is not set passes $null. That is a value that was given and is empty, never a parameter that was
# left out: without it the call would take another role, another identity, or no session policy.
BeforeDiscovery {
    . $PSScriptRoot/Import-Staged.ps1
    # Payload of the script block; PowerShell itself refuses $null for an enumeration and a number.
    $others = 'ArgumentList', 'As', 'ThrottleLimit'
    $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
    $parameters = foreach ($command in Get-Command -Module AssumeRole) {
        foreach ($parameter in $command.Parameters.Values) {
            if ($parameter.ParameterType -eq [switch] -or $parameter.Name -in $common) { continue }
            if ($parameter.Name -in $others -and $parameter.ParameterType -ne [string]) { continue }
            @{ Cmdlet = $command.Name; Parameter = $parameter.Name; Type = $parameter.ParameterType }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    Start-RoleSandbox
    # What would be taken instead.
    $env:aws_assume_role_arn = $workerPermissions3
    $env:aws_assume_role_session_name = 'of-the-environment'
    $env:ASSUMEROLE_TEAMS = $null

    # Runs a cmdlet and gives the id of its error, or of the broken steps of a chain; nothing if it did its work.
    function Get-Fault([string] $Cmdlet, [hashtable] $Arguments) {
        try {
            $steps = & $Cmdlet @Arguments -ErrorAction Stop 3>$null 6>$null
            $steps | Where-Object Status -EQ Failed | ForEach-Object FindingId
        }
        catch { ($_.FullyQualifiedErrorId -split ',')[0] }
    }

    # What the cmdlet needs besides the parameter that is empty.
    function Get-Rest([string] $Cmdlet, [string] $Parameter) {
        $rest = @{}
        $command = Get-Command $Cmdlet
        if ($command.Parameters.ContainsKey('RoleArn') -and $Parameter -notin 'RoleArn', 'Map') { $rest.RoleArn = $workerPermissions2 }
        if ($Cmdlet -eq 'Invoke-WithRole' -and $Parameter -ne 'ScriptBlock') { $rest.ScriptBlock = { 'the block ran' } }
        if ($Cmdlet -eq 'Publish-RoleCredential') {
            if ($Parameter -ne 'Team') { $rest.Team = @{ name = 'team'; accounts = @(@{ name = 'lab'; role = $workerPermissions2 }) } }
            if ($Parameter -ne 'Store') { $rest.Store = 'File' }
            if ($Parameter -ne 'Folder') { $rest.Folder = "$TestDrive" }
        }
        $rest
    }
}

AfterAll {
    Remove-Item Env:aws_assume_role_arn, Env:aws_assume_role_session_name
    Stop-RoleSandbox 3>$null
}

Describe '<Cmdlet> -<Parameter> $null' -ForEach $parameters {
    BeforeAll {
        # A sandbox that runs already would be an error of its own.
        if ($Cmdlet -eq 'Start-RoleSandbox') { Stop-RoleSandbox }
    }

    AfterAll {
        Clear-AssumedRole
        Stop-RoleCredentialServer 3>$null
        if ($Cmdlet -eq 'Start-RoleSandbox') {
            Stop-RoleSandbox 3>$null
            Start-RoleSandbox
        }
    }

    It 'is refused as an empty value is' {
        $rest = Get-Rest $Cmdlet $Parameter
        $null = $rest.Remove($Parameter)
        $fault = Get-Fault $Cmdlet ($rest + @{ $Parameter = $null })
        $fault | Should -Not -BeNullOrEmpty
        $fault | Should -Not -Match '^(Unforeseen|ParameterBinding|NotSpecified|System\.)'
        Get-AssumedRole | Should -BeNullOrEmpty
        if ($Type -in [string], [string[]]) { Get-Fault $Cmdlet ($rest + @{ $Parameter = '' }) | Should -Be $fault }
        if ($Type.IsArray) { Get-Fault $Cmdlet ($rest + @{ $Parameter = @($null) }) | Should -Be $fault }
    }
}

Describe 'A $null that is piped' {
    It 'is an empty role: <What>' -ForEach @(
        @{ What = 'as itself'; Value = $null }
        @{ What = 'as a property'; Value = [pscustomobject]@{ RoleArn = $null } }
    ) {
        $fault = $null
        try { , $Value | Get-AssumedRoleCredential -ErrorAction Stop } catch { $fault = ($_.FullyQualifiedErrorId -split ',')[0] }
        $fault | Should -Be RoleArnMissing
    }

    It 'is an empty <Property> beside a role' -ForEach @(
        @{ Property = 'DurationSeconds'; Id = 'DurationInvalid' }
        @{ Property = 'RoleSessionName'; Id = 'RoleSessionNameInvalid' }
        @{ Property = 'ExternalId'; Id = 'ExternalIdInvalid' }
    ) {
        $object = [pscustomobject]@{ RoleArn = $workerPermissions2; $Property = $null }
        try { $object | Get-AssumedRoleCredential -ErrorAction Stop } catch { $fault = ($_.FullyQualifiedErrorId -split ',')[0] }
        $fault | Should -Be $Id
    }

    It 'is no team' {
        { $null | Publish-RoleCredential -Store File -Folder "$TestDrive" -ErrorAction Stop } | Should -Throw -ErrorId 'ParameterEmpty*'
    }

    It 'is one error, where -ErrorAction lets the script go on' {
        Publish-RoleCredential -Team $null -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'ParameterEmpty*'
    }

    It 'is no server: none is stopped' {
        $server = Start-RoleCredentialServer $workerPermissions2
        try {
            { $null | Stop-RoleCredentialServer -ErrorAction Stop } | Should -Throw -ErrorId 'ParameterEmpty*'
            Get-RoleCredentialServer | Should -HaveCount 1
        }
        finally { $server | Stop-RoleCredentialServer }
    }
}

Describe 'An argument beside piped roles' {
    It 'is refused if it is empty, though an empty cell of a CSV file is none: <_>' -ForEach 'DurationSeconds', 'RoleSessionName', 'ExternalId' {
        $argument = @{ $_ = '' }
        { $workerPermissions2 | Get-AssumedRoleCredential @argument -ErrorAction Stop } | Should -Throw -ErrorId '*Invalid,*'
        [pscustomobject]@{ RoleArn = $workerPermissions2; $_ = '' } | Get-AssumedRoleCredential | Should -HaveCount 1
    }
}
