using System.Globalization;
using System.Xml.Linq;
using AssumeRole.Sandbox.Sessions;

namespace AssumeRole.Sandbox.Sts;

/// <summary>The elements that answer a successful AssumeRole, in AWS's order.</summary>
internal static class AssumedRoleResult
{
    public static IEnumerable<XElement> Elements(RoleSession session, int? packedSize)
    {
        yield return StsXml.Element(
            "AssumedRoleUser",
            StsXml.Element("AssumedRoleId", session.UserId),
            StsXml.Element("Arn", session.Arn));
        yield return CredentialsElement.Of(session);
        if (session.SourceIdentity is { } identity) yield return StsXml.Element("SourceIdentity", identity);
        if (packedSize is { } percent)
            yield return StsXml.Element("PackedPolicySize", percent.ToString(CultureInfo.InvariantCulture));
    }
}
