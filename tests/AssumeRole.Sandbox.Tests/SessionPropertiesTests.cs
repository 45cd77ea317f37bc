namespace AssumeRole.Sandbox.Tests;

/// <summary>What a session carries down the chain: source identity, tags, session policies.</summary>
public sealed class SessionPropertiesTests
{
    private const string First = "arn:aws:iam::111111111111:role/first";
    private const string Second = "arn:aws:iam::111111111111:role/second";
    private const string Plain = "arn:aws:iam::111111111111:role/plain";
    private const string Everything = "{'Effect':'Allow','Action':'*','Resource':'*'}";

    [Fact]
    public async Task A_source_identity_stays_for_the_rest_of_the_chain()
    {
        await using var client = await StartAsync();
        var first = await client.AssumeAsync(TestWorld.AnnKey, First, ("SourceIdentity", "ann"));
        Assert.Equal("ann", first.Value("SourceIdentity"));
        var key = SandboxClient.TestKey.Of(first);

        Assert.Equal("ann", (await client.AssumeAsync(key, Second)).Value("SourceIdentity"));
        Assert.Equal(
            "400 ValidationError: The source identity is already set for this assume role session",
            (await client.AssumeAsync(key, Second, ("SourceIdentity", "bob"))).Error);
    }

    [Fact]
    public async Task A_source_identity_needs_a_permission_of_its_own_even_when_it_is_inherited()
    {
        await using var client = await StartAsync();
        Assert.Equal(
            $"403 AccessDenied: User: {TestWorld.Ann} is not authorized to perform: sts:SetSourceIdentity on resource: {Plain}"
            + " because no role trust policy allows the sts:SetSourceIdentity action",
            (await client.AssumeAsync(TestWorld.AnnKey, Plain, ("SourceIdentity", "ann"))).Error);

        var key = await client.AssumedAsync(TestWorld.AnnKey, First, ("SourceIdentity", "ann"));
        Assert.Contains("sts:SetSourceIdentity", (await client.AssumeAsync(key, Plain)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_need_a_permission_of_their_own()
    {
        await using var client = await StartAsync();
        var reply = await client.AssumeAsync(TestWorld.AnnKey, Plain, Tag(1, "team", "a"));
        Assert.Equal(403, reply.Status);
        Assert.Contains($"authorized to perform: sts:TagSession on resource: {Plain}", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transitive_tag_is_inherited_and_cannot_be_passed_again()
    {
        await using var client = await StartAsync();
        var key = await client.AssumedAsync(
            TestWorld.AnnKey, First, [.. Tag(1, "Team", "a"), .. Tag(2, "other", "b"), ("TransitiveTagKeys.member.1", "Team")]);

        Assert.Equal(
            "400 InvalidParameterValue: One of the specified transitive tag keys can't be set because it conflicts "
            + "with a transitive tag key from the calling session.",
            (await client.AssumeAsync(key, Second, Tag(1, "team", "z"))).Error);
        var second = await client.AssumedAsync(key, Second);

        // The role named tagged trusts only sessions that carry the inherited tag, and not the one that was not transitive.
        const string tagged = "arn:aws:iam::111111111111:role/tagged";
        Assert.Equal(200, (await client.AssumeAsync(second, tagged)).Status);
        var untagged = await client.AssumedAsync(TestWorld.AnnKey, Second);
        Assert.Equal(403, (await client.AssumeAsync(untagged, tagged)).Status);
    }

    [Theory]
    [InlineData("a", "A", "", "Duplicate tag keys found. Please note that Tag keys are case insensitive.")]
    [InlineData("a", "aws:b", "", "Tag keys beginning with aws: are reserved for system use.")]
    [InlineData("a", "b", "c", "The specified transitive tag key must be included in the requested tags.")]
    public async Task Tags_that_contradict_each_other_are_refused(string first, string second, string transitive, string message)
    {
        await using var client = await StartAsync();
        (string Name, string Value)[] keys = transitive.Length == 0 ? [] : [("TransitiveTagKeys.member.1", transitive)];
        var reply = await client.AssumeAsync(TestWorld.AnnKey, First, [.. Tag(1, first, "1"), .. Tag(2, second, "2"), .. keys]);
        Assert.Equal($"400 InvalidParameterValue: {message}", reply.Error);
    }

    [Fact]
    public async Task A_session_policy_limits_what_the_session_may_do()
    {
        await using var client = await StartAsync();
        var limited = await client.AssumedAsync(
            TestWorld.AnnKey,
            First,
            ("Policy", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"""));
        Assert.EndsWith(
            "because no session policy allows the sts:AssumeRole action",
            (await client.AssumeAsync(limited, Second)).Message,
            StringComparison.Ordinal);

        const string narrow = "arn:aws:iam::111111111111:policy/narrow";
        var byArn = await client.AssumedAsync(TestWorld.AnnKey, First, ("PolicyArns.member.1.arn", narrow));
        Assert.Equal(403, (await client.AssumeAsync(byArn, Second)).Status);
    }

    [Theory]
    [InlineData("{", "MalformedPolicyDocument", "This policy contains invalid Json")]
    [InlineData(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resources\":\"*\"}]}",
        "MalformedPolicyDocument",
        "Syntax errors in policy. $.Statement[0].Resources: IAM knows no element 'Resources'.")]
    public async Task A_faulty_session_policy_is_refused(string policy, string code, string message)
    {
        await using var client = await StartAsync();
        Assert.Equal($"400 {code}: {message}", (await client.AssumeAsync(TestWorld.AnnKey, First, ("Policy", policy))).Error);
    }

    [Fact]
    public async Task The_packed_size_is_told_and_bounded()
    {
        await using var client = await StartAsync();
        Assert.Equal("1", (await client.AssumeAsync(TestWorld.AnnKey, First, Tag(1, "a", "b"))).Value("PackedPolicySize"));

        var many = Enumerable.Range(1, 20).SelectMany(number => Tag(number, $"key-{number:00}", new string('v', 256))).ToArray();
        Assert.Equal(
            "400 PackedPolicyTooLarge: Packed size of session tags consumes 128% of allotted space.",
            (await client.AssumeAsync(TestWorld.AnnKey, First, many)).Error);
    }

    private static (string Name, string Value)[] Tag(int number, string key, string value) =>
        [($"Tags.member.{number}.Key", key), ($"Tags.member.{number}.Value", value)];

    private static Task<SandboxClient> StartAsync()
    {
        var tagged = TestWorld.Trust(
            "111111111111",
            condition: ",'Condition':{'StringEquals':{'aws:PrincipalTag/Team':'a'},'Null':{'aws:PrincipalTag/other':'true'}}");
        var roles = string.Join(
            ',',
            TestWorld.Role(First, TestWorld.Trust("111111111111"), Everything),
            TestWorld.Role(Second, TestWorld.Trust("111111111111"), Everything),
            TestWorld.Role(Plain, TestWorld.Trust("111111111111", "'sts:AssumeRole'")),
            TestWorld.Role("arn:aws:iam::111111111111:role/tagged", tagged));
        const string managed = ",'managedPolicies':[{'arn':'arn:aws:iam::111111111111:policy/narrow','document':"
            + "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'s3:*','Resource':'*'}]}}]";
        return SandboxClient.StartAsync(TestWorld.Of(roles, managed));
    }
}
