using System.Management.Automation;
using System.Management.Automation.Host;
using AssumeRole.Findings;
using AssumeRole.Hosting;

namespace AssumeRole.Cmdlets;

/// <summary>
/// Errors that end the script. ThrowTerminatingError ends only the statement: the script would go on with the worker's role, and
/// pwsh -File would exit with 0. What throw throws ends it with exit code 1. Somebody who gives -ErrorAction has decided
/// otherwise, and gets an ordinary error.
/// </summary>
internal static class StoppingErrors
{
    /// <summary>Reports an error that ends the script unless -ErrorAction was given.</summary>
    public static void Fail(this PSCmdlet cmdlet, AssumeRoleException error)
    {
        var record = ErrorRecords.From(error, cmdlet);
        if (cmdlet.MyInvocation.BoundParameters.ContainsKey("ErrorAction"))
        {
            cmdlet.WriteError(record);
            return;
        }

        throw new RuntimeException(error.Message, error, record) { WasThrownFromThrowStatement = true };
    }

    /// <summary>
    /// Runs work whose every failure must end the script, the unforeseen too: an exception that PowerShell wraps itself would end
    /// only the statement.
    /// </summary>
    /// <returns>Whether it succeeded.</returns>
    public static bool TryOrFail(this PSCmdlet cmdlet, Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (AssumeRoleException error)
        {
            cmdlet.Fail(error);
        }
        catch (Exception error) when (error is PSInvalidOperationException or HostException)
        {
            // -Confirm, -Debug or a preference made PowerShell ask, in a host that has nobody to ask.
            cmdlet.Fail(FindingCatalogue.PromptImpossible.Error(cmdlet.MyInvocation.MyCommand.Name, error.Message, inner: error));
        }
#pragma warning disable CA1031 // Nothing is hidden: the exception is the inner one of what ends the script.
        catch (Exception error) when (error is not RuntimeException)
#pragma warning restore CA1031
        {
            cmdlet.Fail(FindingCatalogue.Unforeseen.Error(cmdlet.MyInvocation.MyCommand.Name, error.Message, inner: error));
        }

        return false;
    }
}
