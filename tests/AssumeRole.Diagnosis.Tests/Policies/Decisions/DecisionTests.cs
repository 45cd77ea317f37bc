namespace AssumeRole.Diagnosis.Tests.Policies.Decisions;

/// <summary>The table of decisions: each file here holds the rows of one topic, under a page of the IAM guide.</summary>
public sealed class DecisionTests
{
    private static readonly Dictionary<string, Decision> Table = new (string Page, IEnumerable<Decision> Rows)[]
    {
        ("Policy evaluation logic", ExplicitDenyDecisions.Rows),
        ("AWS JSON policy elements: Principal", PrincipalDecisions.Rows),
        ("Cross-account policy evaluation logic", AccountDecisions.Rows),
        ("Permissions boundaries, session policies, organisations", LimitDecisions.Rows),
        ("IAM JSON policy elements: Action, NotAction, Resource, NotResource", ElementDecisions.Rows),
        ("IAM policy elements: Variables and tags", VariableDecisions.Rows),
        ("Condition operators", OperatorDecisions.Rows),
        ("Condition operators: values", ConditionValueDecisions.Rows),
        ("Set operators for multivalued context keys", SetDecisions.Rows),
    }
    .SelectMany(topic => topic.Rows, (topic, row) => KeyValuePair.Create($"{topic.Page}: {row.Rule}", row))
    .ToDictionary();

    public static TheoryData<string> Rules => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void IAM_decides_as_its_guide_says(string rule) => Assert.Equal(Table[rule].Expected, Table[rule].Decide());

    [Fact]
    public void The_table_has_at_least_two_hundred_rows() => Assert.True(Table.Count >= 200, $"{Table.Count}");
}
