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
    Add-Type -ReferencedAssemblies 'System.Runtime', 'System.Linq', 'System.Collections', 'System.Reflection.DispatchProxy' -TypeDefinition @'
using System;
using System.Linq;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks;

// Stands for a port, which is internal: it fails, or passes the call on.
public class PortProxy : DispatchProxy
{
    public object Target;
    public Func<MethodInfo, bool> Fails;
    public Func<MethodInfo, object, object> Wrap;

    public static object Create(Type port, object target, Func<MethodInfo, bool> fails, Func<MethodInfo, object, object> wrap = null)
    {
        var proxy = DispatchProxy.Create(port, typeof(PortProxy));
        ((PortProxy)proxy).Target = target;
        ((PortProxy)proxy).Fails = fails;
        ((PortProxy)proxy).Wrap = wrap ?? ((method, result) => result);
        return proxy;
    }

    protected override object Invoke(MethodInfo method, object[] arguments)
    {
        if (Fails(method)) throw new DivideByZeroException("planted");
        try
        {
            return Wrap(method, method.Invoke(Target, arguments));
        }
        catch (TargetInvocationException error)
        {
            ExceptionDispatchInfo.Capture(error.InnerException).Throw();
            throw;
        }
    }
}

// Plants failing ports in the objects of a process that hold them, and puts the real ones back.
public static class Ports
{
    private static object state, side, lazyStores, variables, opening, stores;

    public static void Remember(object environment, Type library)
    {
        state = environment;
        side = library.GetMethod("Open").Invoke(null, null);
        lazyStores = library.GetFields(BindingFlags.NonPublic | BindingFlags.Static).Single(one => Holds(one, "Lazy`1", "IAwsStores")).GetValue(null);
        stores = lazyStores.GetType().GetProperty("Value").GetValue(lazyStores);
        variables = Variables.GetValue(state);
        opening = Opening.GetValue(side);
    }

    public static void Plant(string port)
    {
        var services = Opening.FieldType.GetGenericArguments()[0];
        var real = Opening.FieldType.GetProperty("Result").GetValue(opening);
        var planted = PortProxy.Create(services, real, method => false, (method, result) => method.ReturnType.Name switch
        {
            "ISecurityTokenService" => PortProxy.Create(method.ReturnType, result, call => port == "STS"),
            "ISsoCredentialSource" => PortProxy.Create(method.ReturnType, result, call => port == "IAM Identity Center"),
            _ => result,
        });
        var task = typeof(Task).GetMethod("FromResult").MakeGenericMethod(services).Invoke(null, new[] { planted });
        Set(
            PortProxy.Create(Variables.FieldType, variables, method => port == (method.Name == "Set" ? "variables, written" : "variables, read")),
            task,
            PortProxy.Create(Stores.FieldType, stores, method => port == "stores"));
    }

    public static void PutBack() => Set(variables, opening, stores);

    // Whatever the fields are called.
    private static FieldInfo Variables => FieldsOf(state).First(one => one.FieldType.Name == "IEnvironmentVariables");
    private static FieldInfo Opening => FieldsOf(side).First(one => Holds(one, "Task`1", "IAwsServices"));
    private static FieldInfo Stores => FieldsOf(lazyStores).First(one => one.FieldType.Name == "IAwsStores");

    private static void Set(object environment, object services, object opened)
    {
        Variables.SetValue(state, environment);
        Opening.SetValue(side, services);
        Stores.SetValue(lazyStores, opened);
    }

    private static FieldInfo[] FieldsOf(object owner) => owner.GetType().GetFields(BindingFlags.NonPublic | BindingFlags.Instance);

    private static bool Holds(FieldInfo field, string generic, string argument) =>
        field.FieldType.Name == generic && field.FieldType.GetGenericArguments()[0].Name == argument;
}
'@
    Start-RoleSandbox
    # A first session opens the side that asks AWS.
    $null = Get-AssumedRoleCredential $workerPermissions3
    $library = (Get-Command Use-AssumedRole).ImplementingType.Assembly.GetType('AssumeRole.Hosting.AwsLibrary')
    [Ports]::Remember([AssumeRole.Sessions.ProcessState]::Environment, $library)

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
    [Ports]::PutBack()
    foreach ($name in $kept.Keys) { Set-Item "Env:$name" $kept[$name] }
    Stop-RoleSandbox
}

Describe 'A script whose <Port> port fails' -ForEach ($cases | Group-Object { $_.Port } | ForEach-Object { @{ Port = $_.Name; Lines = $_.Group } }) {
    BeforeEach { [Ports]::PutBack() }
    AfterEach { [Ports]::PutBack() }

    It 'ends at <Line>' -ForEach $Lines {
        $before = Get-EnvironmentSnapshot
        [Ports]::Plant($Port)
        $run = Invoke-Script "$Line; 'next line'"
        [Ports]::PutBack()
        Assert-Stopped $run
        Get-EnvironmentSnapshot | Should -BeExactly $before
    }
}

Describe 'A script whose environment cannot be put back' {
    AfterEach { [Ports]::PutBack() }

    It 'ends at Clear-AssumedRole' {
        Use-AssumedRole $workerPermissions2 6>$null
        [Ports]::Plant('variables, written')
        $failure = $null
        try { Clear-AssumedRole } catch { $failure = $_ }
        [Ports]::PutBack()
        Clear-AssumedRole
        ($failure.FullyQualifiedErrorId -split ',')[0] | Should -Be Unforeseen
    }
}
