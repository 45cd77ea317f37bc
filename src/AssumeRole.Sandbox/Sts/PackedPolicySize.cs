using System.Globalization;
using System.Text;

namespace AssumeRole.Sandbox.Sts;

/// <summary>
/// How much of the space for policies and tags a call takes. AWS packs them in a binary form that it does not publish; here
/// their UTF-8 bytes are counted against a fixed space, which shows the same behaviour at other sizes.
/// </summary>
internal static class PackedPolicySize
{
    private const int Space = 4096;

    /// <summary>The size in percent of the space, rounded up; null if there is nothing to pack.</summary>
    public static int? Percent(AssumeRoleParameters parameters, SessionTagging tagging)
    {
        if (parameters.Policy is null && parameters.PolicyArns.Count == 0 && tagging.Tags.Count == 0) return null;
        var bytes = Size(parameters.Policy ?? "")
            + parameters.PolicyArns.Sum(Size)
            + tagging.Tags.Sum(tag => Size(tag.Key) + Size(tag.Value));
        return ((bytes * 100) + Space - 1) / Space;
    }

    public static StsError? Check(int? percent, AssumeRoleParameters parameters)
    {
        if (percent is null or <= 100) return null;
        var consumed = percent.Value.ToString(CultureInfo.InvariantCulture);
        var message = parameters.Policy is null && parameters.PolicyArns.Count == 0
            ? $"Packed size of session tags consumes {consumed}% of allotted space."
            : $"Packed policy consumes {consumed}% of allotted space, please use smaller policy.";
        return new StsError(400, "PackedPolicyTooLarge", message);
    }

    private static int Size(string text) => Encoding.UTF8.GetByteCount(text);
}
