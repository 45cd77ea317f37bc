using AssumeRole.Chains;
using AssumeRole.Roles;

namespace AssumeRole.Cli.Running;

/// <summary>Asks for an MFA code on standard error, if a person is there to answer.</summary>
internal sealed class TerminalTokenCodePrompt(Terminal terminal) : ITokenCodePrompt
{
    public async Task<string?> AskAsync(MfaDevice device, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected) return null;
        terminal.Ask($"MFA code for {device.SerialNumber}: ");
        // .NET reads the terminal with a call that blocks and no token ends, ReadLineAsync too. Its thread is left behind.
        var reading = Task.Run(Console.In.ReadLine, CancellationToken.None);
        AbandonedTask.Observe(reading);
        return (await reading.WaitAsync(cancellationToken).ConfigureAwait(false))?.Trim();
    }
}
