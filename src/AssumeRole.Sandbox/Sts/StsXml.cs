using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace AssumeRole.Sandbox.Sts;

/// <summary>The envelopes of the query protocol.</summary>
internal static class StsXml
{
    /// <summary>The namespace of STS.</summary>
    public static readonly XNamespace Sts = "https://sts.amazonaws.com/doc/2011-06-15/";

    /// <summary>The namespace of errors that come before STS knows the action.</summary>
    public static readonly XNamespace Fault = "http://webservices.amazon.com/AWSFault/2005-15-09";

    private static readonly XmlWriterSettings Layout = new()
    {
        Indent = true,
        NewLineChars = "\n",
        OmitXmlDeclaration = true,
        CheckCharacters = false,
    };

    /// <summary>An element of STS with text.</summary>
    public static XElement Element(string name, string text) => new(Sts + name, text);

    /// <summary>An element of STS with elements.</summary>
    public static XElement Element(string name, params object?[] content) => new(Sts + name, content);

    public static string Success(string action, IReadOnlyList<XElement> result, string requestId) => Write(
        Element(
            $"{action}Response",
            Element($"{action}Result", [.. result]),
            Element("ResponseMetadata", Element("RequestId", requestId))));

    public static string Error(XNamespace ns, StsError error, string requestId) => Write(
        new XElement(
            ns + "ErrorResponse",
            new XElement(
                ns + "Error",
                new XElement(ns + "Type", error.StatusCode < 500 ? "Sender" : "Receiver"),
                new XElement(ns + "Code", error.Code),
                error.Message is null ? null : new XElement(ns + "Message", error.Message)),
            new XElement(ns + "RequestId", requestId)));

    private static string Write(XElement element)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, Layout)) element.Save(writer);
        return text.Append('\n').ToString();
    }
}
