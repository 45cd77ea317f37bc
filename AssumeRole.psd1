@{
    RootModule           = 'AssumeRole.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b5b6d2c1-6f0b-4d5e-9a59-0f3f0d6f8a17'
    Author               = 'The AssumeRole contributors'
    CompanyName          = 'The AssumeRole contributors'
    Copyright            = 'Copyright 2026 The AssumeRole contributors. Licensed under Apache-2.0.'
    Description          = 'Takes a CI worker from the AWS role it has to the role its task needs: from the instance role over IMDSv2 through sts:AssumeRole to a session in the environment, with errors that say which link broke.'

    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')

    # Names only. With a wildcard among them a runspace of ForEach-Object -Parallel may not find a cmdlet. The commas make it one expression;
    # of names on lines of their own PowerShell compiles code that collects them, 2 ms.
    CmdletsToExport      = @(
        'Clear-AssumedRole',
        'Get-AssumedRole',
        'Get-AssumedRoleCredential',
        'Get-RoleCredentialServer',
        'Invoke-WithRole',
        'Publish-RoleCredential',
        'Start-RoleCredentialServer',
        'Start-RoleSandbox',
        'Stop-RoleCredentialServer',
        'Stop-RoleSandbox',
        'Test-WorkerRoleChain',
        'Use-AssumedRole')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    PrivateData          = @{
        PSData = @{
            Tags         = 'AWS', 'STS', 'AssumeRole', 'IMDSv2', 'Concourse', 'CI', 'Credentials', 'PSEdition_Core', 'Linux', 'MacOS', 'Windows'
            LicenseUri   = 'https://github.com/assumerole/assumerole/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/assumerole/assumerole'
            ReleaseNotes = 'https://github.com/assumerole/assumerole/blob/main/CHANGELOG.md'
        }
    }
}
