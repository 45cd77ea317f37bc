@{
    RootModule        = 'LeastSdkModule.dll'
    ModuleVersion     = '1.0'
    CmdletsToExport   = @('Invoke-LeastAssumeRole')
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
