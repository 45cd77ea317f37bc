# A port that fails in a way that nothing foresees: every cmdlet that uses it ends with Unforeseen, category and remedy, and the script
# does not reach its next line. The ports are replaced from inside: no user can make the process's environment fail.
BeforeDiscovery {
    $role = 'arn:aws:iam::222222222222:role/worker-permissions'
    $team = '{"name": "platform", "accounts": [{"name": "lab", "roleArn": "arn:aws:iam::222222222222:role/worker-permissions"}]}'
    $assuming = @(
        "Use-AssumedRole $role"
        "Invoke-WithRole $role { 'in the block' }"
        "Invoke-WithRole $role -KeepFresh { 'in the block' }"
        "Get-AssumedRoleCredential $role -NoCache"
        "Publish-RoleCredential '$team' -Store File -Folder `$folder"
    )
    $cases = @(
        foreach ($line in $assuming + "Start-RoleCredentialServer $role" + "Test-WorkerRoleChain $role") { @{ Port = 'variables, read'; Line = $line } }
        foreach ($line in $assuming[0..2]) { @{ Port = 'variables, written'; Line = $line } }
        foreach ($line in $assuming[0..3]) { @{ Port = 'STS'; Line = $line } }
        @{ Port = 'stores'; Line = "Publish-RoleCredential '$team' -Store ParameterStore" }
        foreach ($line in $assuming[0..3]) { @{ Port = 'IAM Identity Center'; Line = "$line -ProfileName corp" } }
    )
}

BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    # The ports are internal; the assembly has a name that may see them. CS1701: the module is made for an older .NET than this PowerShell's.
    $assembly = Join-Path $TestDrive AssumeRole.Aws.Tests.dll
    $libraries = 'AssumeRole.Core', 'AssumeRole.Serving' | ForEach-Object { [Reflection.Assembly]::Load($_).Location }
    Add-Type -CompilerOptions '-nowarn:CS1701' -OutputAssembly $assembly -ReferencedAssemblies ($libraries + 'System.Runtime', 'System.Collections', 'System.Linq') -TypeDefinition @'
using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using AssumeRole;
using AssumeRole.Chains;
using AssumeRole.Credentials;
using AssumeRole.Profiles;
using AssumeRole.Roles;
using AssumeRole.Rotation;
using AssumeRole.Sessions;
using AssumeRole.Sts;

// One port fails, the others are as they were.
internal sealed class FailingPort : IEnvironmentVariables, IAwsServices, ISecurityTokenService, ISsoCredentialSource, IAwsStores
{
    private readonly string port;
    private readonly IEnvironmentVariables variables;
    private readonly IAwsServices side;
    private readonly IAwsStores stores;

    public FailingPort(string port, IEnvironmentVariables variables, IAwsServices side, IAwsStores stores)
    {
        (this.port, this.variables, this.side, this.stores) = (port, variables, side, stores);
    }

    private T Do<T>(string name, Func<T> work) => port == name ? throw new DivideByZeroException("planted") : work();

    public IReadOnlyCollection<string> Names => Do("variables, read", () => variables.Names);
    public string Get(string name) => Do("variables, read", () => variables.Get(name));
    public void Set(string name, string value) => Do("variables, written", () => { variables.Set(name, value); return 0; });
    public ISecurityTokenService SecurityTokenService => this;
    public ISsoCredentialSource Sso => this;
    public ISecretStore OpenSecretsManager(AwsKeys keys, StoreEndpoint endpoint) => Do("stores", () => stores.OpenSecretsManager(keys, endpoint));
    public ISecretStore OpenParameterStore(AwsKeys keys, StoreEndpoint endpoint) => Do("stores", () => stores.OpenParameterStore(keys, endpoint));
    public Task<string> ReadObjectAsync(S3Location location, AwsKeys keys, StoreEndpoint endpoint, CancellationToken token) =>
        Do("stores", () => stores.ReadObjectAsync(location, keys, endpoint, token));
    public Task<BaseCredentials> GetAsync(SsoProfile profile, CancellationToken token) => Do("IAM Identity Center", () => side.Sso.GetAsync(profile, token));
    public Task<SessionCredentials> AssumeRoleAsync(RoleRequest request, AwsKeys keys, StsEndpoint endpoint, CancellationToken token) =>
        Do("STS", () => side.SecurityTokenService.AssumeRoleAsync(request, keys, endpoint, token));
    public Task<CallerIdentity> GetCallerIdentityAsync(AwsKeys keys, StsEndpoint endpoint, CancellationToken token) =>
        Do("STS", () => side.SecurityTokenService.GetCallerIdentityAsync(keys, endpoint, token));
}

// Plants failing ports in the objects of a process that hold them, and puts the real ones back.
public static class Ports
{
    private static SessionEnvironment state;
    private static object side;
    private static Lazy<IAwsStores> lazyStores;
    private static IEnvironmentVariables variables;
    private static Task<IAwsServices> opening;
    private static IAwsStores stores;

    public static void Remember(Type library)
    {
        state = ProcessState.Environment;
        side = library.GetMethod("Open").Invoke(null, null);
        lazyStores = (Lazy<IAwsStores>)library.GetFields(BindingFlags.NonPublic | BindingFlags.Static)
            .Single(field => field.FieldType == typeof(Lazy<IAwsStores>)).GetValue(null);
        stores = lazyStores.Value;
        variables = (IEnvironmentVariables)FieldOf<IEnvironmentVariables>(state).GetValue(state);
        opening = (Task<IAwsServices>)FieldOf<Task<IAwsServices>>(side).GetValue(side);
    }

    public static void Plant(string port)
    {
        var failing = new FailingPort(port, variables, opening.Result, stores);
        Set(failing, Task.FromResult<IAwsServices>(failing), failing);
    }

    public static void PutBack() => Set(variables, opening, stores);

    private static void Set(IEnvironmentVariables environment, Task<IAwsServices> services, IAwsStores opened)
    {
        FieldOf<IEnvironmentVariables>(state).SetValue(state, environment);
        FieldOf<Task<IAwsServices>>(side).SetValue(side, services);
        FieldOf<IAwsStores>(lazyStores).SetValue(lazyStores, opened);
    }

    // The field of a type, whatever it is called, and where it is.
    private static FieldInfo FieldOf<T>(object owner) => owner.GetType()
        .GetFields(BindingFlags.NonPublic | BindingFlags.Instance).First(field => field.FieldType == typeof(T));
}
'@
    $ports = [Reflection.Assembly]::LoadFrom($assembly).GetType('Ports')
    Start-RoleSandbox
    # A first session opens the side that asks AWS.
    $null = Get-AssumedRoleCredential $workerPermissions3
    $ports::Remember((Get-Command Use-AssumedRole).ImplementingType.Assembly.GetType('AssumeRole.Hosting.AwsLibrary'))

    $folder = (New-Item -ItemType Directory (Join-Path $TestDrive store)).FullName
    $config = Join-Path $TestDrive config
    Set-Content -LiteralPath $config -Value @'
[profile corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 111111111111
sso_role_name = Deploy
'@
    $kept = @{ AWS_CONFIG_FILE = $env:AWS_CONFIG_FILE }
    $env:AWS_CONFIG_FILE = $config

    function Invoke-Script([string] $Body) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("param(`$folder) Import-Module '$modulePath'; $Body").AddArgument($folder)
            try { @{ Output = $shell.Invoke(); Error = $null } }
            catch { @{ Output = @(); Error = $_.Exception.InnerException.ErrorRecord } }
        }
        finally { $shell.Dispose() }
    }

    function Assert-Stopped([hashtable] $Run) {
        $Run.Output | Should -BeNullOrEmpty
        ($Run.Error.FullyQualifiedErrorId -split ',')[0] | Should -Be 'Unforeseen' -Because $Run.Error
        $Run.Error.CategoryInfo.Category | Should -Be 'InvalidOperation'
        $Run.Error.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $Run.Error.Exception.GetBaseException().Message | Should -Be 'planted'
    }
}

AfterAll {
    $ports::PutBack()
    foreach ($name in $kept.Keys) { Set-Item "Env:$name" $kept[$name] }
    Stop-RoleSandbox
}

Describe 'A script whose <Port> port fails' -ForEach ($cases | Group-Object { $_.Port } | ForEach-Object { @{ Port = $_.Name; Lines = $_.Group } }) {
    BeforeEach { $ports::PutBack() }
    AfterEach { $ports::PutBack() }

    It 'ends at <Line>' -ForEach $Lines {
        $before = Get-EnvironmentSnapshot
        $ports::Plant($Port)
        $run = Invoke-Script "$Line; 'next line'"
        $ports::PutBack()
        Assert-Stopped $run
        Get-EnvironmentSnapshot | Should -BeExactly $before
    }
}

Describe 'A script whose environment cannot be put back' {
    AfterEach { $ports::PutBack() }

    It 'ends at Clear-AssumedRole' {
        Use-AssumedRole $workerPermissions2 6>$null
        $ports::Plant('variables, written')
        $failure = $null
        try { Clear-AssumedRole } catch { $failure = $_ }
        $ports::PutBack()
        Clear-AssumedRole
        ($failure.FullyQualifiedErrorId -split ',')[0] | Should -Be Unforeseen
    }
}
