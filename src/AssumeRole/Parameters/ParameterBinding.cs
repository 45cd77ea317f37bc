using System.Collections;
using System.Management.Automation;
using System.Security;
using AssumeRole.Findings;

namespace AssumeRole.Parameters;

/// <summary>
/// A parameter that is bound to $null was given and is empty. PowerShell passes $null for a variable that is not set, and a property that
/// stays null would mean that the parameter was left out: the cmdlet would take another role, or drop a session policy.
/// </summary>
internal static class BoundNulls
{
    /// <summary>Makes every bound $null an empty text, which the checks refuse; where there is no empty value, refuses it here.</summary>
    /// <remarks>A parameter with AllowNull keeps its $null: the cmdlet itself tells it from one that was left out.</remarks>
    /// <exception cref="AssumeRoleException">ParameterEmpty.</exception>
    public static void Fill(PSCmdlet cmdlet)
    {
        foreach (var (name, value) in cmdlet.MyInvocation.BoundParameters)
        {
            if (value is not null && !(value is Array array && array.Cast<object?>().Contains(null))) continue;
            // Common parameters, such as -OutVariable, are no properties of the cmdlet.
            if (cmdlet.GetType().GetProperty(name) is not { } property || property.IsDefined(typeof(AllowNullAttribute), inherit: true)) continue;
            if (property.PropertyType == typeof(string)) property.SetValue(cmdlet, string.Empty);
            else if (property.PropertyType == typeof(string[])) property.SetValue(cmdlet, FillTexts((string?[]?)value));
            else throw FindingCatalogue.ParameterEmpty.Error(name, $"-{name} is $null, or a list that holds $null.");
        }
    }

    private static string[] FillTexts(string?[]? texts) => texts is null ? [string.Empty] : [.. texts.Select(text => text ?? string.Empty)];
}

/// <summary>
/// Takes any dictionary for -Tag, an ordered one too. Anything else becomes <see cref="MisboundTags"/> instead of a binding error:
/// that would end only the statement, and the script would go on with the worker's role.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TagTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            Hashtable table => table,
            IDictionary other => new Hashtable(other),
            _ => new MisboundTags(),
        };
    }
}

/// <summary>Stands for a value of -Tag that is no dictionary, until the parameters are checked.</summary>
internal sealed class MisboundTags : Hashtable;

/// <summary>
/// Anything but a SecureString becomes an empty one, which the check of the parameters refuses by name; a binding error would let
/// the script go on.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WebIdentityTokenTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) as SecureString ?? new SecureString();
}
