using System.Management.Automation;
using System.Security;

namespace AssumeRole.Parameters;

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
