using AssumeRole.Policies;

namespace AssumeRole.Diagnosis.Tests.Policies;

/// <summary>Policies as tests write them: JSON with single quotes.</summary>
internal static class PolicyText
{
    public static PolicyDocument Document(params string[] statements) =>
        Parse($"{{'Version':'2012-10-17','Statement':[{string.Join(',', statements)}]}}");

    public static PolicyDocument Parse(string text)
    {
        var result = PolicyParser.Parse(text.Replace('\'', '"'));
        Assert.Empty(result.Problems);
        return result.Document!;
    }

    public static NamedPolicy Policy(string name, params string[] statements) => new(name, Document(statements));
}
