using System.Net;
using System.Text;
using System.Xml;
using AssumeRole.Sts;

namespace AssumeRole.Aws;

/// <summary>
/// An answer of STS: texts in XML, without attributes that mean anything. The SDK's readers do the same over a context and a tree of
/// unmarshallers, which took 7 ms of a first call and made a warm one a tenth dearer.
/// </summary>
internal sealed class StsAnswer
{
    // Nothing outside the document is ever read, and no entity is expanded.
    private static readonly XmlReaderSettings Rules = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true,
    };

    private readonly Dictionary<string, string> texts;

    private StsAnswer(Dictionary<string, string> texts, string requestId, DateTimeOffset? date)
    {
        this.texts = texts;
        RequestId = requestId;
        Date = date;
    }

    /// <summary>STS's id of the request, or empty.</summary>
    public string RequestId { get; }

    /// <summary>The server's clock, if it told.</summary>
    public DateTimeOffset? Date { get; }

    /// <summary>The text of an element by its name and its parent's, such as Credentials/AccessKeyId; null if there is none.</summary>
    public string? this[string path] => texts.GetValueOrDefault(path);

    /// <summary>Reads an answer.</summary>
    /// <param name="message">The answer, read to its end.</param>
    /// <param name="sent">The secrets of the request, which the answer may repeat.</param>
    /// <exception cref="StsException">It is a refusal, or none of STS's at all.</exception>
    public static StsAnswer Read(HttpResponseMessage message, SecretsOfCall sent)
    {
        var texts = ReadTexts(message);
        var secrets = sent.And(texts.GetValueOrDefault("Credentials/SecretAccessKey"), texts.GetValueOrDefault("Credentials/SessionToken"));
        foreach (var path in texts.Keys)
            if (!path.StartsWith("Credentials/", StringComparison.Ordinal)) texts[path] = secrets.Mask(texts[path]);
        var id = texts.GetValueOrDefault("ResponseMetadata/RequestId") ?? texts.GetValueOrDefault("ErrorResponse/RequestId")
            ?? (message.Headers.NonValidated.TryGetValues("x-amzn-RequestId", out var ids) ? secrets.Mask(ids.First()) : string.Empty);
        return message.IsSuccessStatusCode ? new StsAnswer(texts, id, message.Headers.Date) : throw Refuse(message.StatusCode, texts, id);
    }

    private static StsException Refuse(HttpStatusCode status, Dictionary<string, string> texts, string requestId) => new(new StsFault(
        texts.GetValueOrDefault("Error/Code") ?? $"Http{(int)status}",
        texts.GetValueOrDefault("Error/Message") ?? $"The answer says nothing but its status, {(int)status} {status}.",
        (int)status,
        requestId));

    /// <summary>The texts; none of a refusal that is no XML, such as a proxy's page.</summary>
    private static Dictionary<string, string> ReadTexts(HttpResponseMessage message)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var body = message.Content.ReadAsStream(CancellationToken.None);
            using var reader = XmlReader.Create(body, Rules);
            var (open, text) = (new List<string> { string.Empty }, new StringBuilder());
            while (reader.Read())
            {
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element when !reader.IsEmptyElement:
                        open.Add(reader.LocalName);
                        text.Clear();
                        break;
                    case XmlNodeType.Text or XmlNodeType.CDATA:
                        text.Append(reader.Value);
                        break;
                    case XmlNodeType.EndElement:
                        if (text.Length > 0) texts.TryAdd($"{open[^2]}/{open[^1]}", text.ToString());
                        open.RemoveAt(open.Count - 1);
                        text.Clear();
                        break;
                }
            }
        }
        catch (XmlException error)
        {
            // Its own message quotes the answer, which may hold a session.
            if (message.IsSuccessStatusCode) throw HttpFault.NotSts($"It is no XML from line {error.LineNumber} on.", null, error);
            texts.Clear();
        }

        return texts;
    }
}
