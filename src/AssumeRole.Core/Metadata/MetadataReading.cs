using AssumeRole.Findings;

namespace AssumeRole.Metadata;

internal sealed record MetadataReading(string Target, MetadataAnswer Token, MetadataAnswer? Tokenless, int RoundTrips)
{
    private const string TokenPath = "PUT /" + TokenRequest.Path;

    /// <summary>
    /// Silence counts as a hop-limit problem from this multiple of the GET's latency on: before, the answer may only be late.
    /// </summary>
    public const int Margin = 4;

    public static MetadataDiagnosis Forbidden(string target)
    {
        var finding = FindingCatalogue.MetadataDisabled.For(
            target,
            "AWS_EC2_METADATA_DISABLED is true.",
            cause: "The instance metadata service must not be used.",
            remedy: "Unset AWS_EC2_METADATA_DISABLED.");
        return new MetadataDiagnosis(finding.Evidence, 0) { Finding = finding };
    }

    /// <summary>Whether a request without a token was answered as the service answers it: 401, or 200 where IMDSv1 is open.</summary>
    public static bool IsServed(MetadataAnswer answer) => answer.Has(200) || answer.Has(401);

    public MetadataDiagnosis Diagnose()
    {
        var diagnosis = Token switch
        {
            { Kind: MetadataAnswerKind.Silent } => ReadSilence(),
            { Kind: MetadataAnswerKind.Complete } => ReadAnswer(),
            { Kind: MetadataAnswerKind.Unreachable } when Tokenless?.Kind == MetadataAnswerKind.Complete => ReadCut(),
            _ => Conclude(MetadataFault.Explain(Target, TokenPath, Token)),
        };
        return diagnosis with
        {
            Error = Token.Error,
            InstanceId = InstanceId,
            Version1Open = Tokenless is null ? null : Tokenless.Has(200) ? true : Tokenless.Has(401) ? false : null,
        };
    }

    private string? InstanceId => Tokenless is { } answer && answer.Has(200) ? MetadataText.ReadInstanceId(answer.Body) : null;

    private MetadataDiagnosis ReadAnswer()
    {
        if (Token.Status == 200 && MetadataFault.IsToken(Token.Body))
        {
            var seen = Tokenless is null ? "The IMDSv2 token was issued." : $"The IMDSv2 token was issued. {Describe(Tokenless)}";
            return new MetadataDiagnosis(seen, RoundTrips) { Token = new Secret(Token.Body) };
        }

        // A proxy serves the documents and knows no tokens; whatever else answers 404 here is no metadata service of EC2.
        return Token.Status is 404 or 405 && Tokenless is { Kind: MetadataAnswerKind.Complete, Status: not (200 or 401) }
            ? Conclude(FindingCatalogue.MetadataUnavailable.For(
                Target, MetadataFault.Describe(TokenPath, Token), cause: "What answers at the metadata address is not EC2's service."))
            : Conclude(MetadataFault.Explain(Target, TokenPath, Token));
    }

    private MetadataDiagnosis ReadCut() => Conclude(FindingCatalogue.MetadataUnavailable.For(
        Target,
        MetadataFault.Describe(TokenPath, Token),
        cause: "Token requests are cut off on the way, and other requests to the metadata service are not.",
        remedy: $"Look for a proxy, a firewall or a security agent that does not let {TokenPath} pass."));

    private MetadataDiagnosis ReadSilence()
    {
        var sent = RoundTrips - (Tokenless is null ? 0 : 1);
        var silence = MetadataFault.Describe(sent > 1 ? $"{TokenPath}, sent {sent} times," : TokenPath, Token);
        // Of all answers only the one to the token request carries the limited IP time to live (EC2 guide, "Use IMDS").
        if (Tokenless is { } answer && IsServed(answer) && answer.Elapsed * Margin <= Token.Elapsed)
            return Conclude(FindingCatalogue.MetadataHopLimit.For(Target, silence, remedy: MetadataFault.RaiseHopLimit(InstanceId)));

        // A service that is switched off says so to both, and its answer to the PUT may have died on the way.
        if (Tokenless?.Has(403) == true) return Conclude(FindingCatalogue.MetadataDisabled.For(Target, silence));
        if (Token.NeverConnected && Tokenless?.NeverConnected == true) silence = $"No connection opened. {silence}";
        return Conclude(FindingCatalogue.MetadataSilent.For(Target, silence));
    }

    private MetadataDiagnosis Conclude(Finding finding)
    {
        var whole = Tokenless is null ? finding : finding with { Evidence = $"{finding.Evidence} {Describe(Tokenless)}" };
        return new MetadataDiagnosis(whole.Evidence, RoundTrips) { Finding = whole };
    }

    private static string Describe(MetadataAnswer tokenless) => MetadataFault.Describe("A GET without a token", tokenless);
}
