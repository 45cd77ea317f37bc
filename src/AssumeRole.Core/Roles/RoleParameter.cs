namespace AssumeRole.Roles;

/// <summary>
/// The unchecked texts that a user gave. Null means not given; an empty text means given and empty, which is an error: a script that
/// passes an unset variable must not get another role than it meant.
/// </summary>
internal sealed record RoleChainRequest
{
    public string? RoleArn { get; init; }

    public IReadOnlyList<string> Via { get; init; } = [];

    public string? DurationSeconds { get; init; }

    public string? RoleSessionName { get; init; }

    public string? ExternalId { get; init; }

    public string? Policy { get; init; }

    public IReadOnlyList<string> PolicyArns { get; init; } = [];

    public IReadOnlyList<SessionTag> Tags { get; init; } = [];

    public IReadOnlyList<string> TransitiveTagKeys { get; init; } = [];

    public string? SourceIdentity { get; init; }

    public string? SerialNumber { get; init; }

    public string? TokenCode { get; init; }

    public Secret? WebIdentityToken { get; init; }

    public string? WebIdentityTokenFile { get; init; }

    /// <summary>Makes a request of the values that a front door has for each parameter; null where there is none.</summary>
    public static RoleChainRequest Read(Func<RoleParameter, object?> find) => RoleParameter.All.Aggregate(
        new RoleChainRequest(), (request, parameter) => find(parameter) is { } value ? parameter.Set(request, value) : request);
}

/// <summary>How a front door takes the value of a parameter.</summary>
internal enum RoleParameterKind
{
    Text,
    Texts,

    /// <summary>A text of digits; a number in JSON.</summary>
    Number,

    /// <summary>A JSON document; in JSON either a text or the object itself.</summary>
    Document,

    /// <summary>A hashtable, key=value, an object of texts.</summary>
    Tags,

    /// <summary>A path of the caller's shell.</summary>
    File,

    /// <summary>A token that no command line may hold.</summary>
    Secret,
}

/// <summary>
/// A parameter of the role that a user wants: -RoleArn of cmdlets, --role-arn of verbs, roleArn of a serve map. Help and --help take their
/// text from here. Cmdlets have a property of the same name.
/// </summary>
/// <param name="Name">The cmdlets' name.</param>
/// <param name="Kind">How the value is taken.</param>
/// <param name="Description">One or two sentences, in the cmdlets' words.</param>
/// <param name="Set">Puts a value into a request: a text, texts, tags or a <see cref="Secret"/>, by the kind.</param>
internal sealed record RoleParameter(
    string Name, RoleParameterKind Kind, string Description, Func<RoleChainRequest, object, RoleChainRequest> Set)
{
    public static IReadOnlyList<RoleParameter> All { get; } =
    [
        new("RoleArn", RoleParameterKind.Text, "The role to assume; aws_assume_role_arn if left out.",
            (request, value) => request with { RoleArn = (string)value }),
        new("Via", RoleParameterKind.Texts, "Roles to pass through before -RoleArn, in order.",
            (request, value) => request with { Via = (IReadOnlyList<string>)value }),
        new("DurationSeconds", RoleParameterKind.Number,
            "How long the last hop's session lasts, 900 to 43200 seconds; aws_assume_role_duration if left out, then 3600.",
            (request, value) => request with { DurationSeconds = (string)value }),
        new("RoleSessionName", RoleParameterKind.Text,
            "The session's name in CloudTrail, for every hop; aws_assume_role_session_name if left out, then concourse-task.",
            (request, value) => request with { RoleSessionName = (string)value }),
        new("ExternalId", RoleParameterKind.Text, "The external id that the last role's trust policy asks for.",
            (request, value) => request with { ExternalId = (string)value }),
        new("Policy", RoleParameterKind.Document, "A JSON policy that narrows the last hop's session.",
            (request, value) => request with { Policy = (string)value }),
        new("PolicyArn", RoleParameterKind.Texts, "ARNs of up to ten managed policies that narrow the last hop's session.",
            (request, value) => request with { PolicyArns = (IReadOnlyList<string>)value }) { Element = "policyArns" },
        new("Tag", RoleParameterKind.Tags, "Session tags of the last hop; those in -TransitiveTagKey belong to the first.",
            (request, value) => request with { Tags = (IReadOnlyList<SessionTag>)value }) { Element = "tags" },
        new("TransitiveTagKey", RoleParameterKind.Texts, "Keys of the tags that every later hop inherits.",
            (request, value) => request with { TransitiveTagKeys = (IReadOnlyList<string>)value }) { Element = "transitiveTagKeys" },
        new("SourceIdentity", RoleParameterKind.Text,
            "The person or system behind the session. The first hop sets it; it cannot be changed later.",
            (request, value) => request with { SourceIdentity = (string)value }),
        new("SerialNumber", RoleParameterKind.Text, "The ARN or serial number of the MFA device that the first hop is made with.",
            (request, value) => request with { SerialNumber = (string)value }) { MapRefusal = "MFA asks for a code at every renewal" },
        new("TokenCode", RoleParameterKind.Text,
            "The six digits of that device; without -SerialNumber, of the profile's mfa_serial. Asked for on a terminal if left out.",
            (request, value) => request with { TokenCode = (string)value }) { MapRefusal = "an MFA code works once" },
        new("WebIdentityToken", RoleParameterKind.Secret,
            "An OIDC token that stands for the caller at the first hop, such as Concourse's idtoken.",
            (request, value) => request with { WebIdentityToken = (Secret)value })
        {
            MapRefusal = "a token in a map expires; name the file that holds the renewed one",
        },
        new("WebIdentityTokenFile", RoleParameterKind.File, "The file of an OIDC token that stands for the caller at the first hop.",
            (request, value) => request with { WebIdentityTokenFile = (string)value }),
    ];

    /// <summary>The name in a serve map.</summary>
    public string Element { get; init; } = char.ToLowerInvariant(Name[0]) + Name[1..];

    /// <summary>The reason why a serve map cannot have it, or null if it can.</summary>
    public string? MapRefusal { get; init; }
}
