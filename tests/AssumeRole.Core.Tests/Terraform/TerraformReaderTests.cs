using System.Text;
using AssumeRole.Findings;
using AssumeRole.Terraform;

namespace AssumeRole.Core.Tests.Terraform;

public sealed class TerraformReaderTests
{
    [Theory]
    [InlineData("", "It is empty.")]
    [InlineData(" \n", "It is empty.")]
    [InlineData("PK\u0003\u0004rest", "It is the binary plan that terraform plan -out writes.")]
    [InlineData("resource \"aws_iam_role\" \"a\" {\n}", "It is a configuration in Terraform's own language, not a plan of one.")]
    [InlineData("# roles\nterraform {\n}", "It is a configuration in Terraform's own language, not a plan of one.")]
    [InlineData("{\"resource\":{\"aws_iam_role\":{}}}", "It is a configuration in Terraform's JSON syntax, not a plan of one.")]
    [InlineData("\nTerraform will perform the following actions:\n", "It is the text that Terraform shows to people: -json is missing.")]
    [InlineData("# aws_iam_role.a:\nresource", "It is the text that Terraform shows to people: -json is missing.")]
    [InlineData("{\"@level\":\"info\"}\n{\"@level\":\"info\"}\n", "It is the log of terraform plan -json, not the plan itself.")]
    [InlineData("{\"@level\":\"info\"}", "It is the log of terraform plan -json, not the plan itself.")]
    [InlineData("{\"Version\":\"2012-10-17\",\"Statement\":[]}", "It is a policy document.")]
    [InlineData("{}", "It is JSON without the format_version of terraform show -json.")]
    [InlineData("[]", "It is JSON, but not an object.")]
    [InlineData("{\"format_version\":\"2.0\"}", "Its format_version is 2.0, and 1.x is known.")]
    [InlineData("{\"format_version\":\"\"}", "Its format_version is , and 1.x is known.")]
    [InlineData("{\"version\":3,\"resources\":[]}", "It is a state file of version 3, and version 4 is known.")]
    public void What_is_no_plan_and_no_state_is_named(string text, string evidence)
    {
        var finding = Refused(Encoding.UTF8.GetBytes(text));

        Assert.Equal(("TerraformFileInvalid", "plan.json", evidence), (finding.Id, finding.Target, finding.Evidence));
    }

    [Theory]
    [InlineData("{\"format_version\":")]
    [InlineData("{\"format_version\":\"1.2\"} rest")]
    [InlineData("{\"format_version\":\"1.2\",\"a\":\"\\ud800\"}")]
    [InlineData("{\"format_version\":\"1.2\",\"\\udc00\":1}")]
    [InlineData("hello")]
    public void What_is_no_json_is_refused(string text) =>
        Assert.StartsWith("It is not JSON: ", Refused(Encoding.UTF8.GetBytes(text)).Evidence, StringComparison.Ordinal);

    [Fact]
    public void A_binary_plan_is_made_readable_by_terraform_show() =>
        Assert.Equal("Write it as JSON: terraform show -json plan.json > plan.json.", Refused([.. "PK\u0003\u0004"u8]).Remedy);

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused() =>
        Assert.Equal("It is not JSON: It is not UTF-8.", Refused([.. "{\"a\":\""u8, 0xC0, 0x80, .. "\"}"u8]).Evidence);

    [Fact]
    public void What_nests_too_deep_is_refused()
    {
        var text = "{\"format_version\":\"1.2\",\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}";

        Assert.StartsWith("It is not JSON: ", Refused(Encoding.UTF8.GetBytes(text)).Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_byte_order_mark_does_no_harm(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var text = Encoding.UTF8.GetString(TerraformFixture.Bytes("solution.plan.json"));

        var document = TerraformReader.Read((byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes(text)], "plan.json");

        Assert.Equal((TerraformFileKind.Plan, "1.11.4"), (document.Kind, document.Version));
    }

    [Theory]
    [InlineData("solution.plan.json", TerraformFileKind.Plan)]
    [InlineData("solution.state.json", TerraformFileKind.State)]
    [InlineData("solution.tfstate.json", TerraformFileKind.State)]
    public void Plans_and_states_are_told_apart(string name, TerraformFileKind kind) =>
        Assert.Equal(kind, TerraformFixture.Read(name).Kind);

    [Fact]
    public void A_state_without_resources_is_empty_not_wrong() =>
        Assert.Empty(TerraformReader.Read("{\"format_version\":\"1.0\"}"u8.ToArray(), "state.json").Resources);

    [Fact]
    public void A_file_that_is_too_long_is_not_read()
    {
        var finding = Refused(new byte[TerraformReader.MaximumLength + 1]);

        Assert.Equal("It is longer than 64 MiB.", finding.Evidence);
    }

    [Fact]
    public void Objects_that_wait_to_be_destroyed_are_passed_over()
    {
        const string Text = """
            {"format_version":"1.2","resource_changes":[
              {"address":"aws_iam_role.a","mode":"managed","type":"aws_iam_role","name":"a","deposed":"1",
               "change":{"actions":["delete"],"before":{},"after":null}},
              {"address":"aws_iam_role.b","mode":"managed","type":"aws_iam_role","name":"b",
               "change":{"actions":["delete","create"],"before":{},"after":{},"after_unknown":{}}},
              {"address":"aws_iam_role.c","mode":"managed","type":"aws_iam_role","name":"c",
               "change":{"actions":["delete"],"before":{},"after":null}}]}
            """;

        var document = TerraformReader.Read(Encoding.UTF8.GetBytes(Text), "plan.json");

        Assert.Equal(["aws_iam_role.b"], document.Resources.Select(resource => resource.Address));
        Assert.Equal(["aws_iam_role.c"], document.Removed.Select(resource => resource.Address));
    }

    [Fact]
    public void Addresses_are_split_outside_of_keys()
    {
        Assert.Equal(["module", "a[\"x.y]\\\"\"]", "aws_iam_role", "b[0]"], TerraformAddress.Split("module.a[\"x.y]\\\"\"].aws_iam_role.b[0]"));
        Assert.Equal("module.a.module.b", TerraformAddress.WithoutKeys("module.a[\"x.y\"].module.b[1]"));
        Assert.Equal(("module.a[0]", "b"), TerraformAddress.Caller("module.a[0].module.b[\"k\"]"));
        Assert.Equal(["a[\"open"], TerraformAddress.Split("a[\"open"));
    }

    private static Finding Refused(byte[] bytes) =>
        Assert.Throws<AssumeRoleException>(() => TerraformReader.Read(bytes, "plan.json")).Finding;
}
