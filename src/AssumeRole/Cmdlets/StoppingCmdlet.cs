using System.Management.Automation;
using System.Management.Automation.Host;
using AssumeRole.Findings;
using AssumeRole.Hosting;
using AssumeRole.Parameters;

namespace AssumeRole.Cmdlets;

/// <summary>
/// A cmdlet whose failures end the script. ThrowTerminatingError ends only the statement: the script would go on with the worker's role,
/// and pwsh -File would exit with 0. What throw throws ends it with exit code 1. A caller who gives -ErrorAction has decided otherwise,
/// and gets an ordinary error.
/// </summary>
public abstract class StoppingCmdlet : PSCmdlet
{
    private bool hasFailed;

    /// <summary>Writes a verbose line without what could steer a terminal.</summary>
    private protected new void WriteVerbose(string text) => base.WriteVerbose(PlainText.CleanLines(text));

    /// <summary>Writes a warning without what could steer a terminal.</summary>
    private protected new void WriteWarning(string text) => base.WriteWarning(PlainText.CleanLines(text));

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Run(Begin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        Run(End);
        if (!hasFailed) AfterEnd();
    }

    /// <summary>What BeginProcessing does. The parameters of the command line are bound.</summary>
    private protected virtual void Begin()
    {
    }

    /// <summary>What ProcessRecord does.</summary>
    private protected virtual void Process()
    {
    }

    /// <summary>What EndProcessing does.</summary>
    private protected virtual void End()
    {
    }

    /// <summary>What follows the end and has errors of its own, such as a caller's script block. They pass through as they are.</summary>
    private protected virtual void AfterEnd()
    {
    }

    /// <summary>
    /// Runs work whose every failure must end the script, the unforeseen too: an exception that PowerShell wraps itself would end
    /// only the statement.
    /// </summary>
    /// <returns>Whether it succeeded.</returns>
    private protected bool TryOrFail(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (AssumeRoleException error)
        {
            Fail(error);
        }
        catch (Exception error) when (error is PSInvalidOperationException or HostException)
        {
            // -Confirm, -Debug or a preference made PowerShell ask, in a host without a user.
            Fail(FindingCatalogue.PromptImpossible.Error(MyInvocation.MyCommand.Name, error.Message, inner: error));
        }
#pragma warning disable CA1031 // Nothing is hidden: the exception is the inner one of what ends the script.
        catch (Exception error) when (error is not (RuntimeException or FlowControlException))
#pragma warning restore CA1031
        {
            Fail(FindingCatalogue.Unforeseen.Error(MyInvocation.MyCommand.Name, error.Message, inner: error));
        }

        return false;
    }

    private void Run(Action phase)
    {
        if (hasFailed) return;
        hasFailed = !TryOrFail(() =>
        {
            BoundNulls.Fill(this);
            phase();
        });
    }

    /// <summary>Reports an error that ends the script unless -ErrorAction was given.</summary>
    private void Fail(AssumeRoleException error)
    {
        var record = ErrorRecords.From(error, this);
        if (MyInvocation.BoundParameters.ContainsKey("ErrorAction"))
        {
            WriteError(record);
            return;
        }

        throw new RuntimeException(error.Message, error, record) { WasThrownFromThrowStatement = true };
    }
}
