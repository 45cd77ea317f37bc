using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AssumeRole.Hosting;

/// <summary>
/// Gives a runspace the module's views when an object that has one is first written there. As FormatsToProcess of the manifest they
/// cost every import 11 ms, a third of it: PowerShell rebuilds its whole table of views for each module that brings one.
/// </summary>
internal static class FormatViews
{
    // The cmdlet's type, because its name would have PowerShell import the whole module that it is in.
    private const string Updater = "Microsoft.PowerShell.Commands.UpdateFormatDataCommand, Microsoft.PowerShell.Commands.Utility";

    /// <summary>Writes an object, or the objects of a collection, of a type that has a view.</summary>
    public static void WriteViewed(this PSCmdlet cmdlet, object value, bool enumerateCollection = false)
    {
        cmdlet.LoadViews();
        cmdlet.WriteObject(value, enumerateCollection);
    }

    /// <summary>Loads the views, unless the cmdlet's runspace has them. To be called on the pipeline's thread.</summary>
    public static void LoadViews(this PSCmdlet cmdlet)
    {
        var file = Path.Combine(Path.GetDirectoryName(typeof(FormatViews).Assembly.Location)!, "AssumeRole.format.ps1xml");
        if (Runspace.DefaultRunspace?.InitialSessionState is not { DisableFormatUpdates: false } state || state.Formats.Has(file)) return;
        if (Type.GetType(Updater) is not { } updater) return;
        try
        {
            using var update = PowerShell.Create(RunspaceMode.CurrentRunspace);
            update.AddCommand(new CmdletInfo("Update-FormatData", updater)).AddParameter("AppendPath", file)
                // The user's preferences are about roles.
                .AddParameter("WhatIf", false).AddParameter("Confirm", false).AddParameter("ErrorAction", ActionPreference.Stop);
            update.Invoke();
        }
        catch (RuntimeException error)
        {
            // PowerShell shows the objects in its own way then, and secrets cannot print themselves.
            cmdlet.WriteVerbose($"The module's views cannot be loaded: {error.Message}");
        }
    }

    private static bool Has(this InitialSessionStateEntryCollection<SessionStateFormatEntry> formats, string file) =>
        formats.Any(entry => string.Equals(entry.FileName, file, StringComparison.Ordinal));
}
