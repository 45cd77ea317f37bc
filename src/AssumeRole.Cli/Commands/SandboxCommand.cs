using System.CommandLine;
using AssumeRole.Cli.Running;
using AssumeRole.Findings;
using AssumeRole.Http;
using AssumeRole.Sandbox;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Commands;

internal static class SandboxCommand
{
    public static Command Create(Terminal terminal)
    {
        var world = new Option<string?>("--world") { Description = "A JSON world file; the built-in world if left out." };
        var port = new Option<int>("--port") { Description = "The loopback port; any free one if left out." };
        var command = new Command("sandbox", "Runs a sandbox (STS, IMDSv2, IAM decisions) on loopback until Ctrl+C.") { world, port };
        return command.WithErrorHandling(terminal, async (parsed, cancellationToken) =>
        {
            var options = new RoleSandboxOptions(parsed.GetValue(world), parsed.GetValue(port));
            _ = DescriptorLimit.Raise();
            var sandbox = await RoleSandbox.StartAsync(options, cancellationToken).ConfigureAwait(false);
            await using var stopped = sandbox.ConfigureAwait(false);
            var values = SandboxVariables.For(sandbox, new ProcessEnvironmentVariables());
            var unset = $"unset {string.Join(' ', values.Where(pair => pair.Value is null).Select(pair => pair.Key))}";
            var exports = values.Where(pair => pair.Value is not null).Select(pair => $"export {pair.Key}={QuotedText.ForShell(pair.Value!)}");
            terminal.WriteExactly(string.Join('\n', exports.Prepend(unset)));
            terminal.Log($"The sandbox listens on {sandbox.Endpoint}. Ctrl+C ends it.");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCode.Success;
        });
    }
}
