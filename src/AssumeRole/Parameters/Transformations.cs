using System.Collections;
using System.Management.Automation;
using System.Security;

namespace AssumeRole.Parameters;

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
