using System.Management.Automation;
using System.Management.Automation.Host;
using AssumeRole.Chains;
using AssumeRole.Roles;

namespace AssumeRole.Cmdlets;

/// <summary>Asks for an MFA code on the terminal, on the pipeline's own thread.</summary>
internal sealed class HostTokenCodePrompt(AsyncCmdlet cmdlet) : ITokenCodePrompt
{
    public Task<string?> AskAsync(MfaDevice device, CancellationToken cancellationToken)
    {
        // A CI task has no terminal; waiting for its standard input would hang the build.
        if (Console.IsInputRedirected || !Environment.UserInteractive) return Task.FromResult<string?>(null);
        var answer = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        cmdlet.Post(() => answer.SetResult(Ask(device)));
        return answer.Task.WaitAsync(cancellationToken);
    }

    private string? Ask(MfaDevice device)
    {
        try
        {
            cmdlet.Host.UI.Write(PlainText.CleanLine($"MFA code for {device.SerialNumber}: "));
            return cmdlet.Host.UI.ReadLine()?.Trim();
        }
        catch (Exception error) when (error is PSInvalidOperationException or HostException or NotImplementedException)
        {
            // pwsh -NonInteractive, or a host without a terminal, whose ReadLine throws NotImplementedException.
            return null;
        }
    }
}
