using System.CommandLine;
using System.Diagnostics;
using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Cli.Running;
using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sandbox;
using AssumeRole.Sessions;
using AssumeRole.Sources;

namespace AssumeRole.Cli.Commands;

/// <summary>Shows the way from a worker's instance role to a task's session in a sandbox, without an AWS account or a network.</summary>
internal static class DemoCommand
{
    private const string First = "arn:aws:iam::222222222222:role/worker-permissions";
    private const string Second = "arn:aws:iam::333333333333:role/worker-permissions";
    private const string Denied = "arn:aws:iam::222222222222:role/trusts-nobody";

    public static Command Create(Terminal terminal) =>
        new Command("demo", "Shows the whole way in a sandbox.").WithErrorHandling(terminal, async (_, cancellationToken) =>
        {
            await new Demo(terminal).RunAsync(cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        });

    private sealed class Demo(Terminal terminal) : IEnvironmentOwner
    {
        private readonly SessionEnvironment environment = ProcessState.Environment;
        private readonly SandboxSlot slot = new(ProcessState.Environment);

        public bool IsAlive => true;

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            var before = Snapshot();
            Show("A sandbox on loopback: STS, and the metadata service of a Concourse worker.");
            var sandbox = await RoleSandbox.StartAsync(new RoleSandboxOptions(), cancellationToken).ConfigureAwait(false);
            slot.Occupy(sandbox);
            try
            {
                Say($"{sandbox.Endpoint} in {sandbox.Region}, instance role {sandbox.InstanceRoleArn}");
                using var issuer = Verb.CreateIssuer(terminal, verbose: false);
                await WalkAsync(issuer, cancellationToken).ConfigureAwait(false);
                await RunAsRolesAsync(issuer, cancellationToken).ConfigureAwait(false);
                await ShowDenialAsync(issuer, cancellationToken).ConfigureAwait(false);
                Show("Everything put back.");
                environment.Clear(this);
            }
            finally
            {
                await slot.ReleaseAsync(restoreEnvironment: true).ConfigureAwait(false);
            }

            Say(Snapshot() == before ? "The environment is as it was." : "The environment is not as it was.");
        }

        private async Task WalkAsync(SessionIssuer issuer, CancellationToken cancellationToken)
        {
            Show("The worker's own role, taken over IMDSv2, and the way from it to a task's role.");
            ChainStep? previous = null;
            var check = new WorkerChainCheck(issuer, TimeProvider.System);
            var request = new ChainCheckRequest([Plan(First)]) { Machine = MachineFacts.Read() };
            await foreach (var step in check.WalkAsync(request, cancellationToken).ConfigureAwait(false))
            {
                Say(StepLines.FormatAfter(previous, step, terminal));
                previous = step;
            }
        }

        private async Task RunAsRolesAsync(SessionIssuer issuer, CancellationToken cancellationToken)
        {
            Show("A task in account 222222222222: what eval \"$(assumerole env)\" does.");
            var session = await issuer.IssueAsync(Plan(First), cancellationToken).ConfigureAwait(false);
            environment.Use(session, region: null, this);
            Say($"In force: {session}");

            Show("One command of it in account 333333333333: what assumerole exec does.");
            var other = await issuer.IssueAsync(Plan(Second), cancellationToken).ConfigureAwait(false);
            using (environment.Enter(other, region: null, this)) await ShowChildAsync(cancellationToken).ConfigureAwait(false);
            Say($"After it: account {environment.Current!.Account} again.");
        }

        private async Task ShowChildAsync(CancellationToken cancellationToken)
        {
            var start = OperatingSystem.IsWindows()
                ? new ProcessStartInfo(
                    WindowsShell.Path, WindowsShell.ArgumentsFor("echo key %AWS_ACCESS_KEY_ID%, ends %AWS_CREDENTIAL_EXPIRATION%"))
                : new ProcessStartInfo(
                    "/bin/sh",
                    ["-c", "echo \"key $AWS_ACCESS_KEY_ID, secret of ${#AWS_SECRET_ACCESS_KEY} characters, ends $AWS_CREDENTIAL_EXPIRATION\""]);
            start.RedirectStandardOutput = true;
            using var child = Process.Start(start)!;
            Say("A child process sees: " + (await child.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false)).Trim());
            await child.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }

        private async Task ShowDenialAsync(SessionIssuer issuer, CancellationToken cancellationToken)
        {
            Show("A role that does not trust the worker, and why the task would have stopped here.");
            try
            {
                await issuer.IssueAsync(Plan(Denied), cancellationToken).ConfigureAwait(false);
            }
            catch (AssumeRoleException error)
            {
                Say(CommandLineWords.Translate($"{error.Finding.Id}: {error.Finding.Message}"));
                Say(CommandLineWords.Translate($"Remedy: {error.Finding.Remedy}"));
            }
        }

        private SessionRequest Plan(string role) => new(
            RoleChain.Plan(new RoleChainRequest { RoleArn = role, DurationSeconds = "900" }, environment.BeforeRoles),
            new SourceSelection(CredentialSource.Instance),
            UseCache: false);

        private static string Snapshot()
        {
            var variables = new ProcessEnvironmentVariables();
            return string.Join('\n', variables.Names.Order(StringComparer.Ordinal).Select(name => $"{name}={variables.Get(name)}"));
        }

        private void Show(string text) => terminal.Output.WriteLine($"\n# {text}");

        private void Say(string text) => terminal.Output.WriteLine(text);
    }
}
