using System.Globalization;
using System.Text;
using AssumeRole.Sandbox.Sessions;

namespace AssumeRole.Sandbox.Sts;

/// <summary>
/// How much of the space for policies and tags a call takes. AWS packs them in a binary form that it does not publish; here
/// their UTF-8 bytes are counted against a fixed space, which shows the same behaviour at other sizes.
/// </summary>
internal static class PackedPolicySize
{
    /// <summary>The space for what one call passes.</summary>
    private const int Space = 4096;

    /// <summary>The space in a session token, which also holds the tags inherited down the chain.</summary>
    private const int TokenSpace = 6144;

    /// <summary>The most characters of policies as text, the documented bound.</summary>
    private const int PlainText = 2048;

    /// <summary>What the call passes in percent of the space, rounded up; null if it passes nothing.</summary>
    /// <param name="parameters">What the call passes.</param>
    /// <param name="instead">What the world says in place of the measure, if anything.</param>
    public static int? Percent(AssumeRoleParameters parameters, int? instead)
    {
        if (parameters.Policy is null && parameters.PolicyArns.Count == 0 && parameters.Tags.Count == 0) return null;
        if (instead is not null) return instead;
        var plainText = (parameters.Policy?.Length ?? 0) + parameters.PolicyArns.Sum(arn => arn.Length);
        return Math.Max(Percent(Passed(parameters), Space), plainText > PlainText ? Percent(plainText, PlainText) : 0);
    }

    /// <summary>Why the session cannot be made, or null.</summary>
    public static StsError? Check(int? percent, AssumeRoleParameters parameters, SessionTagging tagging)
    {
        if (percent > 100)
        {
            var consumed = percent.Value.ToString(CultureInfo.InvariantCulture);
            return StsError.PackedPolicyTooLarge(
                parameters.Policy is null && parameters.PolicyArns.Count == 0
                    ? $"Packed size of session tags consumes {consumed}% of allotted space."
                    : $"Packed policy consumes {consumed}% of allotted space, please use smaller policy.");
        }

        var inherited = tagging.Tags.Except(parameters.Tags).Sum(Size);
        return Passed(parameters) + inherited > TokenSpace
            ? StsError.PackedPolicyTooLarge("Serialized token too large for session")
            : null;
    }

    private static int Passed(AssumeRoleParameters parameters) =>
        Size(parameters.Policy ?? "") + parameters.PolicyArns.Sum(Size) + parameters.Tags.Sum(Size);

    private static int Percent(int part, int whole) => ((part * 100) + whole - 1) / whole;

    private static int Size(SessionTag tag) => Size(tag.Key) + Size(tag.Value);

    private static int Size(string text) => Encoding.UTF8.GetByteCount(text);
}
