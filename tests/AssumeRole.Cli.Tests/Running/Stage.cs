using AssumeRole.Demo;
using AssumeRole.Sandbox;
using AssumeRole.Sandbox.Worlds;
using AssumeRole.Sessions;
using AssumeRole.Testing;

namespace AssumeRole.Cli.Tests.Running;

/// <summary>One build of the executable, a sandbox in this process, a clean environment that points at it, and a folder.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string Role = "arn:aws:iam::222222222222:role/worker-permissions";
    public const string OtherRole = "arn:aws:iam::333333333333:role/worker-permissions";
    public const string Denied = "arn:aws:iam::222222222222:role/trusts-nobody";
    public const string Worker = "arn:aws:sts::111111111111:assumed-role/concourse-worker/i-0123456789abcdef0";
    public const string DurationLine = "aws_assume_role_duration not provided. Defaulting to 1hr (3600 seconds) session length";

    /// <summary>How long the executable waits for metadata: on a busy machine a sandbox may take longer than the usual second.</summary>
    public const string MetadataTimeout = "AWS_METADATA_SERVICE_TIMEOUT";

    private readonly Build build;

    private Stage(Build build, RoleSandbox sandbox)
    {
        this.build = build;
        Sandbox = sandbox;
        Folder = Directory.CreateTempSubdirectory("assumerole-cli-").FullName;
        Variables = CreateEnvironment();
    }

    /// <summary>The rehearsal AWS.</summary>
    public RoleSandbox Sandbox { get; }

    /// <summary>An empty folder: the working directory and HOME.</summary>
    public string Folder { get; }

    /// <summary>The whole environment of what is run. Tests add to it.</summary>
    public Dictionary<string, string> Variables { get; }

    /// <summary>The executable's path.</summary>
    public string Executable => Running.Executable.PathOf(build);

    /// <summary>Starts the sandbox; the role and the duration are in the environment as a Concourse task has them.</summary>
    public static async Task<Stage> StartAsync(Build build)
    {
        var sandbox = await RoleSandbox.StartAsync(new RoleSandboxOptions(), TestContext.Current.CancellationToken);
        var stage = new Stage(build, sandbox);
        stage.Variables["aws_assume_role_arn"] = Role;
        stage.Variables["aws_assume_role_duration"] = "900";
        return stage;
    }

    /// <summary>Lets something go wrong from now on.</summary>
    public void Break(Func<WorldFaults, WorldFaults> change) => Sandbox.SetFaults(change(new WorldFaults()));

    /// <summary>Writes a file into the folder.</summary>
    public string Write(string name, string text, UnixFileMode? mode = null)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
        if (mode is { } bits && !OperatingSystem.IsWindows()) File.SetUnixFileMode(path, bits);
        return path;
    }

    /// <summary>Runs the executable.</summary>
    public Task<Run> RunAsync(params string[] arguments) => RunProgramAsync(Executable, arguments);

    /// <summary>Runs a script in bash, which finds assumerole by PATH.</summary>
    public Task<Run> BashAsync(string script) => RunProgramAsync(Machine.Find("bash")!, "--norc", "-c", script);

    /// <summary>Runs a script in PowerShell, which finds assumerole by PATH.</summary>
    public Task<Run> PowerShellAsync(string script)
    {
        var powerShell = PowerShellProgram.Find();
        Variables["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        return RunProgramAsync(powerShell.FileName, [.. powerShell.With("-NoProfile", "-NonInteractive", "-Command", script)]);
    }

    /// <summary>Runs any program in the same environment.</summary>
    public async Task<Run> RunProgramAsync(string program, params string[] arguments)
    {
        using var process = StartProgram(program, arguments);
        return await process.EndAsync();
    }

    /// <summary>Starts the executable and goes on.</summary>
    public RunningProcess Start(params string[] arguments) => StartProgram(Executable, arguments);

    /// <summary>Starts any program in the same environment and goes on.</summary>
    public RunningProcess StartProgram(string program, params string[] arguments) => new(program, arguments, Variables, Folder);

    /// <summary>Waits until the sandbox was asked something.</summary>
    public Task UntilCalledAsync() => Patience.UntilAsync(() => Sandbox.Calls.Count > 0);

    /// <summary>Adds what a build needs of the environment to run at all.</summary>
    public static void AddRuntime(Dictionary<string, string> variables, Build build)
    {
        if (OperatingSystem.IsWindows()) variables["SystemRoot"] = Environment.GetEnvironmentVariable("SystemRoot")!;
        // What the executable's host needs to find the runtime that runs this test.
        if (build == Build.Jit)
            variables["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private Dictionary<string, string> CreateEnvironment()
    {
        var variables = SandboxVariables.For(Sandbox, new NoVariables())
            .Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);
        var path = Environment.GetEnvironmentVariable("PATH");
        variables["PATH"] = Running.Executable.Folder(build) + Path.PathSeparator + path;
        variables["HOME"] = Folder;
        variables["NO_COLOR"] = "1";
        variables[MetadataTimeout] = "20";
        AddRuntime(variables, build);
        return variables;
    }

    private sealed class NoVariables : IEnvironmentVariables
    {
        public IReadOnlyCollection<string> Names => [];

        public string? Get(string name) => null;

        public void Set(string name, string? value) => throw new NotSupportedException();
    }
}
