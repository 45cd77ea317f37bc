using System.Xml.Linq;
using AssumeRole.Sandbox.Sessions;

namespace AssumeRole.Sandbox.Sts;

/// <summary>The element Credentials of an answer.</summary>
internal static class CredentialsElement
{
    public static XElement Of(TemporarySession session) => StsXml.Element(
        "Credentials",
        StsXml.Element("AccessKeyId", session.AccessKeyId),
        StsXml.Element("SecretAccessKey", session.SecretAccessKey.Reveal()),
        StsXml.Element("SessionToken", session.SessionToken.Reveal()),
        StsXml.Element("Expiration", AwsTime.Format(session.Expiration)));
}
