using System.Collections;
using System.Management.Automation;

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
