@{
    RootModule        = 'LeastModule.dll'
    ModuleVersion     = '1.0'
    CmdletsToExport   = @('Send-Least')
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
