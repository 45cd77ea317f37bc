using System.Text;
using AssumeRole.Findings;
using AssumeRole.Terraform;

namespace AssumeRole.Diagnosis.Tests.Terraform;

public sealed class TerraformReaderTests
{
    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \n", "empty")]
    [InlineData("PK\u0003\u0004rest", "binary plan")]
    [InlineData("resource \"aws_iam_role\" \"a\" {\n}", "own language")]
    [InlineData("# roles\nterraform {\n}", "own language")]
    [InlineData("{\"resource\":{\"aws_iam_role\":{}}}", "JSON syntax")]
    [InlineData("\nTerraform will perform the following actions:\n", "-json is missing")]
    [InlineData("# aws_iam_role.a:\nresource", "-json is missing")]
    [InlineData("{\"@level\":\"info\"}\n{\"@level\":\"info\"}\n", "log of terraform plan -json")]
    [InlineData("{\"@level\":\"info\"}", "log of terraform plan -json")]
    [InlineData("{\"Version\":\"2012-10-17\",\"Statement\":[]}", "policy document")]
    [InlineData("{}", "without the format_version")]
    [InlineData("[]", "object")]
    [InlineData("{\"format_version\":\"2.0\"}", "2.0, and 1.x")]
    [InlineData("{\"format_version\":\"\"}", "1.x")]
    [InlineData("{\"version\":3,\"resources\":[]}", "version 3")]
    public void What_is_no_plan_and_no_state_is_named(string text, string evidence)
    {
        var finding = Refused(Encoding.UTF8.GetBytes(text));

        Assert.Equal(("TerraformFileInvalid", "plan.json"), (finding.Id, finding.Target));
        Wording.Names(finding.Evidence, evidence);
    }

    [Theory]
    [InlineData("{\"format_version\":")]
    [InlineData("{\"format_version\":\"1.2\"} rest")]
    [InlineData("{\"format_version\":\"1.2\",\"a\":\"\\ud800\"}")]
    [InlineData("{\"format_version\":\"1.2\",\"\\udc00\":1}")]
    [InlineData("hello")]
    public void What_is_no_json_is_refused(string text) =>
        Wording.Names(Refused(Encoding.UTF8.GetBytes(text)).Evidence, "not JSON");

    [Fact]
    public void A_binary_plan_is_made_readable_by_terraform_show() =>
        Wording.Names(Refused([.. "PK\u0003\u0004"u8]).Remedy, "terraform show -json plan.json > plan.json");

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused() =>
        Wording.Names(Refused([.. "{\"a\":\""u8, 0xC0, 0x80, .. "\"}"u8]).Evidence, "not JSON", "UTF-8");

    [Fact]
    public void What_nests_too_deep_is_refused()
    {
        var text = "{\"format_version\":\"1.2\",\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}";

        Wording.Names(Refused(Encoding.UTF8.GetBytes(text)).Evidence, "not JSON");
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
    internal void Plans_and_states_are_told_apart(string name, TerraformFileKind kind) =>
        Assert.Equal(kind, TerraformFixture.Read(name).Kind);

    [Fact]
    public void A_state_without_resources_is_empty_not_wrong() =>
        Assert.Empty(TerraformReader.Read("{\"format_version\":\"1.0\"}"u8.ToArray(), "state.json").Resources);

    [Fact]
    public void A_file_that_is_too_long_is_not_read()
    {
        var finding = Refused(new byte[TerraformReader.MaximumLength + 1]);

        Wording.Names(finding.Evidence, "64 MiB");
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
