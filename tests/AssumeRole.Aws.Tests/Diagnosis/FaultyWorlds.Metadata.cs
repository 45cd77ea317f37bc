using AssumeRole.Chains;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <content>The metadata service gives no token.</content>
internal static partial class FaultyWorlds
{
    private const string Open = ",'tokensRequired':false";

    private static IEnumerable<FaultyWorld> OfMetadata =>
    [
        // Only the answer to the token request is lost.
        NoToken("the hop limit is 1 and this is a container", "MetadataHopLimit", instance: ",'hopLimit':1"),
        NoToken("the hop limit is 2 and this is a container in a container", "MetadataHopLimit", instance: ",'clientHops':2"),
        NoToken("the hop limit is 1 and IMDSv1 is open", "MetadataHopLimit", instance: ",'hopLimit':1" + Open),
        NoToken("the answer to the token request is lost on the way", "MetadataHopLimit", "'metadataTokenUnanswered':true"),

        // Nothing is answered.
        Undecided("a firewall drops what goes to the metadata service", "'metadataSilent':true"),
        Undecided("the metadata service takes an hour to answer", "'metadataDelayMilliseconds':3600000"),

        // Nothing is there.
        NoToken("metadata connections are reset", "MetadataUnavailable", "'metadataUnreachable':true"),
        Broken("there is no instance", ChainStepName.Metadata, "MetadataUnavailable", WorldText.Of(hasInstance: false)),

        // It must not be used.
        NoToken("the metadata service is off", "MetadataDisabled", "'metadataDisabled':true"),
        NoToken("token requests are forbidden", "MetadataDisabled", "'metadataTokenStatus':403"),
        NoToken("a proxy forbids the metadata service", "MetadataDisabled", "'metadataGarbage':'ForbiddenPage'"),
        NoToken("a variable forbids the metadata service", "MetadataDisabled") with
        {
            Variables = Set("AWS_EC2_METADATA_DISABLED", "true"),
        },

        // Something answers that knows no tokens.
        NoToken("a metadata proxy knows no token path", "MetadataProxy", "'metadataTokenStatus':404", Open),
        NoToken("a metadata proxy knows no PUT", "MetadataProxy", "'metadataTokenStatus':405", Open),

        NoToken("what answers has neither tokens nor documents, looked into", "MetadataUnavailable",
            "'metadataTokenStatus':404,'metadataDocumentStatus':404", Open) with
        {
            Detailed = true,
        },

        // It answers with an error.
        NoToken("the metadata service asks for a retry for ever", "MetadataServiceError", "'metadataTokenStatus':503"),
        NoToken("the metadata service takes the token request for a bad one", "MetadataServiceError", "'metadataTokenStatus':400"),
        NoToken("the metadata service has a fault", "MetadataServiceError", "'metadataTokenStatus':500"),

        // What answers is no token.
        NoToken("token answers break off", "MetadataAnswerInvalid", "'metadataTruncated':true"),
        NoToken("what listens at the metadata address speaks no HTTP", "MetadataAnswerInvalid", "'metadataGarbage':'NotHttp'"),
        NoToken("a portal answers in the metadata service's place", "MetadataAnswerInvalid", "'metadataGarbage':'Page'"),
        NoToken("metadata requests are redirected to a portal", "MetadataAnswerInvalid", "'metadataGarbage':'Redirect'"),
        NoToken("the token is empty", "MetadataAnswerInvalid", "'metadataGarbage':'Empty'"),
        NoToken("token answers drip in too slowly", "MetadataSlow", "'metadataDripMilliseconds':500") with { Variables = ShortPatience },
    ];

    private static FaultyWorld NoToken(string name, string findingId, string faults = "", string instance = "") =>
        Broken(name, ChainStepName.Metadata, findingId, WorldText.Of(instance, faults: faults));

    private static FaultyWorld Undecided(string name, string faults) =>
        NoToken(name, "MetadataSilent", faults) with { Status = ChainStepStatus.Indeterminate, Variables = ShortPatience };

    /// <summary>Where nothing comes in time, a longer wait shows nothing more.</summary>
    private static Dictionary<string, string?> ShortPatience => Set("AWS_METADATA_SERVICE_TIMEOUT", "1");

    private static Dictionary<string, string?> Set(params string[] namesAndValues) =>
        namesAndValues.Chunk(2).ToDictionary(pair => pair[0], pair => (string?)pair[1]);
}
