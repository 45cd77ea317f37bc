using System.Text.Json;
using AssumeRole.Fidelity;

namespace AssumeRole.Diagnosis.Tests.Policies;

/// <summary>The cases in which another evaluator is known to differ: ours follows the rule that is written beside each.</summary>
public sealed class KnownErrorTests
{
    private static readonly Dictionary<string, (string Expected, string Case)> Cases = Read();

    public static TheoryData<string> Ids => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Our_decision_follows_the_rule(string id) => Assert.Equal(Cases[id].Expected, FidelityCase.Decide(Cases[id].Case));

    private static Dictionary<string, (string, string)> Read()
    {
        using var stream = typeof(KnownErrorTests).Assembly.GetManifestResourceStream("known-errors.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.EnumerateArray().ToDictionary(
            item => item.GetProperty("id").GetString()!,
            item => (item.GetProperty("ours").GetString()!, item.GetProperty("case").GetRawText()));
    }
}
