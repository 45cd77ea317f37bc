using System.Text.Json;

namespace AssumeRole.Cli.Tests.Sources;

/// <summary>One row of module/help/SourceOutcomes.json: a source of credentials in one state, and what comes of it.</summary>
/// <param name="Source">The source, as Get-Help has it.</param>
/// <param name="State">present, absent, half, malformed, expired or unreadable.</param>
/// <param name="What">The way in which it is that.</param>
/// <param name="Outcome">used, next, or the id of the error.</param>
/// <param name="AwsCli">What the AWS CLI does: used, next or error.</param>
public sealed record SourceCell(string Source, string State, string What, string Outcome, string AwsCli)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true, UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>Every row.</summary>
    public static IReadOnlyList<SourceCell> All { get; } =
        JsonSerializer.Deserialize<SourceCell[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "SourceOutcomes.json")), Options)!;

    /// <summary>The variables that are set; {folder} and {server} stand for the cell's own.</summary>
    public Dictionary<string, string> Variables { get; init; } = [];

    /// <summary>The files of the cell's folder by name; base64: stands before what is no text.</summary>
    public Dictionary<string, string> Files { get; init; } = [];

    /// <summary>What the cell's server answers other than usual, by method and path.</summary>
    public Dictionary<string, Answer> Answers { get; init; } = [];

    /// <summary>What names the row.</summary>
    public string Name => $"{Source}, {State}: {What}";

    /// <summary>The access key id that signs what follows, where the source is used.</summary>
    public string KeyId => Source switch
    {
        "Environment" => "AKIAENVIRONMENT",
        "Profile" => "AKIAPROFILE",
        "Profile: IAM Identity Center" => "ASIASSO",
        "Profile: credential_process" => "AKIAPROCESS",
        "Container" => "ASIACONTAINER",
        "Instance" => SourceMachine.InstanceKeyId,
        _ => SourceMachine.SessionKeyId,
    };

    public override string ToString() => Name;

    /// <summary>An answer of the cell's server.</summary>
    /// <param name="Status">The status.</param>
    /// <param name="Body">The body.</param>
    /// <param name="Type">The x-amzn-ErrorType, or null.</param>
    public sealed record Answer(int Status, string Body, string? Type);
}
