using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
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
    private static readonly string TooDeep = $"More than {MaximumDepth} of them are inside one another.";

    public static async Task<BaseCredentials> RunAsync(
        AwsProfile profile, string command, IEnvironmentVariables variables, CancellationToken cancellationToken)
    {
        var depth = int.TryParse(variables.Get(DepthVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var nested) ? nested : 0;
        if (depth >= MaximumDepth)
            throw FindingCatalogue.CredentialProcessRecursion.Error(profile.Name, TooDeep);
        using var process = Start(profile, command, variables, depth + 1);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var complaint = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            var said = (await complaint.ConfigureAwait(false)).Trim();
            if (process.ExitCode == 0) return Parse(profile, await output.ConfigureAwait(false));
            // Said by the innermost, it is the fault of all the others too, and one line of it is enough.
            throw said.Contains($"{nameof(FindingCatalogue.CredentialProcessRecursion)}:", StringComparison.Ordinal)
                ? FindingCatalogue.CredentialProcessRecursion.Error(profile.Name, TooDeep)
                : Failed(profile, $"It exited with {process.ExitCode}: {said}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(AwsProfile profile, string command, IEnvironmentVariables variables, int depth)
    {
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", ["/c", command])
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

    private static BaseCredentials Parse(AwsProfile profile, string text)
    {
        var document = CredentialDocument.Parse(text, FindingCatalogue.CredentialProcessFailed, profile.Name);
        if (!document.Has("Version", 1))
            throw Failed(profile, $"Version in its document is {document.Quote("Version")}, and should be 1.");
        if ((document.Text("AccessKeyId"), document.Text("SecretAccessKey")) is not ({ Length: > 0 } id, { Length: > 0 } secret))
            throw Failed(profile, "Its document has no keys.");
        var keys = AwsKeys.Create(KeyNames.OfProcess, id, secret, document.Text("SessionToken"), (_, fault) => Failed(profile, fault));
        return new BaseCredentials(keys, $"credential process of profile {profile.Name}", document.Expiration);
    }

    private static AssumeRoleException Failed(AwsProfile profile, string evidence) =>
        FindingCatalogue.CredentialProcessFailed.Error(profile.Name, evidence);
}
