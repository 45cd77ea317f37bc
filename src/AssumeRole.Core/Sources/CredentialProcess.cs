using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Metadata;
using AssumeRole.Profiles;
using AssumeRole.Sessions;

namespace AssumeRole.Sources;

/// <summary>
/// Runs a profile's credential_process (AWS CLI guide, "Sourcing credentials with an external process"), in the environment as it
/// was before this module's roles: a helper that calls AWS itself must do so as the worker.
/// </summary>
internal static class CredentialProcess
{
    /// <summary>How deep credential processes are nested: a profile whose process asks for that same profile would never end.</summary>
    public const string DepthVariable = "ASSUMEROLE_CREDENTIAL_PROCESS_DEPTH";

    private const int MaximumDepth = 3;
    private const int LongestOutput = 1024 * 1024;
    private const int LongestComplaint = 16 * 1024;

    // botocore waits for ever. The SDK for Go has the same minute (credentials/processcreds, DefaultTimeout).
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // A program that the process left behind may keep the pipe open for as long as it runs.
    private static readonly TimeSpan EndOfOutputPatience = TimeSpan.FromSeconds(3);
    private static readonly string[] SecretVariables =
        [SessionVariables.SecretAccessKey, SessionVariables.SessionToken, "AWS_SECURITY_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN"];

    private static readonly string TooDeep = $"More than {MaximumDepth} of them are inside one another.";

    public static async Task<SourceCredentials> RunAsync(
        AwsProfile profile, string command, IEnvironmentVariables variables, TimeProvider time, CancellationToken cancellationToken)
    {
        var depth = int.TryParse(variables.Get(DepthVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var nested) ? nested : 0;
        if (depth >= MaximumDepth)
            throw FindingCatalogue.CredentialProcessRecursion.Error(profile.Name, TooDeep);
        using var process = Start(profile, command, variables, depth + 1);
        using var limit = new CancellationTokenSource(Patience, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var output = new ProcessOutput(LongestOutput, ending.Cancel);
        var complaint = new ProcessOutput(LongestComplaint, static () => { });
        try
        {
            var reading = Task.WhenAll(
                output.ReadAsync(process.StandardOutput.BaseStream, ending.Token), complaint.ReadAsync(process.StandardError.BaseStream, ending.Token));
            reading.Forget();
            await process.WaitForExitAsync(ending.Token).ConfigureAwait(false);
            await ((Task)reading.WaitAsync(EndOfOutputPatience, time, ending.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ending.Token.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            if (output.IsTooLong) throw Failed(profile, $"It printed more than {LongestOutput} bytes.");
            if (cancellationToken.IsCancellationRequested) throw;
            throw Failed(profile, $"It did not end within {Patience.TotalSeconds:0} s.");
        }

        if (process.ExitCode == 0) return Parse(profile, output.Text);
        var said = complaint.Text.Trim();
        // Said by the innermost, it is the fault of all the others too, and one line of it is enough.
        throw said.Contains($"{nameof(FindingCatalogue.CredentialProcessRecursion)}:", StringComparison.Ordinal)
            ? FindingCatalogue.CredentialProcessRecursion.Error(profile.Name, TooDeep)
            : Failed(profile, $"It exited with {process.ExitCode}: {SecretsOf(variables, output.Text).Mask(said)}");
    }

    /// <summary>The secrets that its complaint may repeat: from its environment and from its output.</summary>
    private static SecretsOfCall SecretsOf(IEnvironmentVariables variables, string output)
    {
        var given = SecretsOfCall.Of([.. SecretVariables.Select(variables.Get)]);
        return output.Length == 0 ? given : given.AndStored(new Secret(output));
    }

    private static Process Start(AwsProfile profile, string command, IEnvironmentVariables variables, int depth)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(WindowsShell.Path, WindowsShell.ArgumentsFor(command))
            : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        start.Environment.Clear();
        foreach (var name in variables.Names) start.Environment[name] = variables.Get(name);
        start.Environment[DepthVariable] = depth.ToString(CultureInfo.InvariantCulture);
        try
        {
            var process = Process.Start(start) ?? throw Failed(profile, "It could not be started.");
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception error)
        {
            throw Failed(profile, error.Message);
        }
    }

    private static SourceCredentials Parse(AwsProfile profile, string text)
    {
        var document = CredentialDocument.Parse(text, FindingCatalogue.CredentialProcessFailed, profile.Name);
        if (!document.Has("Version", 1))
            throw Failed(profile, $"Version in its document is {document.Quote("Version")}, and should be 1.");
        var keys = document.ReadKeys(KeyNames.OfProcess, "Its document has no keys.");
        return new SourceCredentials(keys, $"credential process of profile {profile.Name}", document.Expiration);
    }

    private static AssumeRoleException Failed(AwsProfile profile, string evidence) =>
        FindingCatalogue.CredentialProcessFailed.Error(profile.Name, evidence);
}

/// <summary>The output of a process, up to a limit. The rest is read and dropped, so that the process never waits for a full pipe.</summary>
internal sealed class ProcessOutput(int most, Action exceed)
{
    private const int BlockSize = 16 * 1024;

    private readonly object gate = new();
    private readonly ArrayBufferWriter<byte> bytes = new();
    private volatile bool isTooLong;

    public bool IsTooLong => isTooLong;

    public string Text
    {
        get
        {
            lock (gate)
            {
                using var reader = new StreamReader(new MemoryStream(bytes.WrittenSpan.ToArray()), Encoding.UTF8);
                return reader.ReadToEnd();
            }
        }
    }

    /// <summary>Reads until the end, which a program that inherited the pipe may put off.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var block = new byte[BlockSize];
        for (int length; (length = await stream.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (Keep(block.AsSpan(0, length))) exceed();
        }
    }

    /// <returns>Whether this block exceeds the limit, and none before did.</returns>
    private bool Keep(ReadOnlySpan<byte> block)
    {
        lock (gate)
        {
            var room = most - bytes.WrittenCount;
            bytes.Write(block[..Math.Min(block.Length, room)]);
            var isFirst = block.Length > room && !isTooLong;
            isTooLong |= isFirst;
            return isFirst;
        }
    }
}
