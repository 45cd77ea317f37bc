using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AssumeRole.Soak.Subject;

/// <summary>
/// What PowerShell keeps in statics for the next time, which is none of the module's doing. Both caches have bounds, but only far beyond
/// what a run reaches; and they are PowerShell's own, so where a release has no such member its growth stays in the figures.
/// </summary>
internal static class PowerShellCaches
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;

    // Up to 1,024 scripts that it parsed: operations are scripts of which hardly one is like another.
    private static readonly MethodInfo? ForgetScripts =
        typeof(ScriptBlock).GetMethod("ClearScriptBlockCache", BindingFlags.Static | BindingFlags.NonPublic);

    // Up to 128 rules a member's name, each with the type table of the runspace that it was made in: 0.4 MB. And while there is a
    // transcript, PowerShell makes a runspace for every error that it writes there (PSHostUserInterface.TranscribeError).
    private static readonly FieldInfo? Rules = typeof(CallSiteBinder).GetField("Cache", BindingFlags.Instance | BindingFlags.NonPublic);

    private static readonly FieldInfo[] Binders = [.. typeof(ScriptBlock).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(CallSiteBinder)))
        .SelectMany(type => type.GetFields(Statics))];

    /// <summary>Empties them; only while no script runs.</summary>
    public static void Forget()
    {
        ForgetScripts?.Invoke(obj: null, parameters: null);
        foreach (var binder in Binders.SelectMany(field => BindersIn(field.GetValue(obj: null)))) Rules?.SetValue(binder, null);
    }

    private static IEnumerable<CallSiteBinder> BindersIn(object? value) => value switch
    {
        CallSiteBinder binder => [binder],
        IDictionary binders => binders.Values.OfType<CallSiteBinder>(),
        IEnumerable binders => binders.OfType<CallSiteBinder>(),
        _ => [],
    };
}
