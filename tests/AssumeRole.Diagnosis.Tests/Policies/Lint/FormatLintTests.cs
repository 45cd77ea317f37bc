using System.Text;
using AssumeRole.Policies;
using AssumeRole.Policies.Lint;

namespace AssumeRole.Diagnosis.Tests.Policies.Lint;

public sealed class FormatLintTests
{
    private const string Good =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\"}]}";

    [Theory]
    [InlineData("", "empty", "")]
    [InlineData(" \r\n\t", "empty", "")]
    [InlineData("arn:aws:iam::111111111111:policy/assume", "ARN", "aws iam get-policy-version")]
    [InlineData("arn:aws:iam::111111111111:role/team/worker", "ARN", "aws iam get-role --role-name worker")]
    [InlineData("data \"aws_iam_policy_document\" \"assume\" {\n  statement {\n    actions = [\"sts:AssumeRole\"]\n  }\n}", "Terraform", "terraform show -json")]
    [InlineData("jsonencode({\n  Version = \"2012-10-17\"\n})", "Terraform", "-TerraformPlan")]
    [InlineData("{\n  Version = \"2012-10-17\"\n  Statement = [{ Effect = \"Allow\" }]\n}", "Terraform", "-TerraformPlan")]
    [InlineData("assume_role_policy = data.x.json\n", "Terraform", "-TerraformPlan")]
    [InlineData("Version: '2012-10-17'\nStatement:\n  - Effect: Allow\n", "YAML", "JSON only")]
    [InlineData("- Effect: Allow\n  Action: sts:AssumeRole\n", "YAML", "JSON only")]
    [InlineData("<Policy/>", "not JSON", "JSON document itself")]
    [InlineData("[{\"Effect\":\"Allow\"}]", "list without the document", "\"Statement\": [ … ]")]
    [InlineData("{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\",\"Resource\":\"*\"}", "lone statement", "\"Statement\": [ … ]")]
    [InlineData("{\"format_version\":\"1.2\",\"terraform_version\":\"1.9.0\",\"planned_values\":{}}", "Terraform plan or state", "-TerraformPlan")]
    [InlineData("{\"version\":4,\"terraform_version\":\"1.9.0\",\"resources\":[]}", "Terraform plan or state", "-TerraformPlan")]
    [InlineData("{\"AWSTemplateFormatVersion\":\"2010-09-09\",\"Resources\":{}}", "CloudFormation", "PolicyDocument")]
    [InlineData("{\"Resources\":{\"Role\":{\"Type\":\"AWS::IAM::Role\"}}}", "CloudFormation", "PolicyDocument")]
    [InlineData("{'Version': '2012-10-17', 'Statement': []}", "without quotes|single quotes", "ouble quotes")]
    [InlineData("{\n  \"Version\": \"2012-10-17\"\n  \"Statement\": []\n}", "comma", "Add it")]
    [InlineData("{\"Version\":\"2012-10-17\",\"Statement\":[{}", "before every", "brackets")]
    [InlineData("\"Version\": \"2012-10-17\",\n\"Statement\": [\n", "opening {", "Add {")]
    [InlineData("\"Version\": \"2012-10-17\",\n\"Sid\": \"\"", "opening {", "Add {")]
    [InlineData("{\"Version\":\"2012-10-17\"} {}", "follows after the end", "one document")]
    [InlineData("{Version:\"2012-10-17\"}", "without quotes", "double quotes")]
    [InlineData("{\"Version\":tru}", "not JSON", "at this place")]
    [InlineData("{\"Version\":\"2012-10-17\",\"Id\":\"\\ud800\",\"Statement\":[]}", "surrogate", "at this place")]
    [InlineData("{\"Version\":\"2012-10-17\",\"\\udc00\":1,\"Statement\":[]}", "surrogate", "at this place")]
    public void What_is_no_policy_is_named_as_what_it_is(string text, string cause, string remedy)
    {
        var result = Linting.Lint(text);
        var found = Assert.Single(result.Findings);
        Assert.Equal((PolicyLintSeverity.Refused, "PolicyFormat"), (found.Severity, found.Finding.Id));
        Assert.Contains(cause.Split('|'), part => found.Finding.Cause.Contains(part, StringComparison.Ordinal));
        Assert.Contains(remedy, found.Finding.Remedy, StringComparison.Ordinal);
        Assert.Null(result.Document);
        Assert.False(result.IsUsable);
    }

    [Fact]
    public void A_comment_is_named_with_its_line_and_the_lint_goes_on()
    {
        var result = Linting.Lint("""
            {
              // who may assume what
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow", /* always */
                  "Action": "sts:AssumeRole",
                  "Resources": "*",
                }
              ]
            }
            """);
        Assert.Equal(
            ["PolicyFormat 2", "PolicyFormat 9", "PolicyUnknownElement 8"],
            result.Findings.Select(item => $"{item.Finding.Id} {item.Line}"));
        Assert.Contains("comments", result.Findings[0].Finding.Cause, StringComparison.Ordinal);
        Assert.Contains("comma", result.Findings[1].Finding.Cause, StringComparison.Ordinal);
        Assert.NotNull(result.Document);
        Assert.False(result.IsUsable);
    }

    [Theory]
    [InlineData("{\n# why\n\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:*\",\"Resource\":\"*\"}]}", "comments", 2)]
    [InlineData("{\n“Version”:“2012-10-17”,\n\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:*\",\"Resource\":\"*\"}]}", "typographic", 2)]
    public void What_a_repair_makes_JSON_is_named_and_linted(string text, string cause, int line)
    {
        var result = Linting.Lint(text);
        var found = Assert.Single(result.Findings);
        Assert.Equal((PolicyLintSeverity.Refused, "PolicyFormat", line), (found.Severity, found.Finding.Id, found.Line));
        Assert.Contains(cause, found.Finding.Cause, StringComparison.Ordinal);
        Assert.NotNull(result.Document);
    }

    public static TheoryData<string, string> Packed => new()
    {
        { '\uFEFF' + Good, "byte order mark" },
        { Uri.EscapeDataString(Good), "URL-encoded" },
        { $"\n{Uri.EscapeDataString(Good)}\n", "URL-encoded" },
        { $"'{Good}'", "in quotes" },
        { "\"" + Good.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"", "in quotes" },
        { string.Concat(Good.Select(letter => $"{letter}\0")), "UTF-16" },
        { $"{{\"PolicyName\":\"p\",\"PolicyDocument\":{Good}}}", "PolicyDocument" },
        { $"{{\"PolicyDocument\":\"{Uri.EscapeDataString(Good)}\"}}", "PolicyDocument" },
        { $"{{\"PolicyVersion\":{{\"Document\":{Good}}}}}", "PolicyVersion.Document" },
        { $"{{\"Role\":{{\"RoleName\":\"r\",\"AssumeRolePolicyDocument\":{Good}}}}}", "Role.AssumeRolePolicyDocument" },
    };

    [Theory]
    [MemberData(nameof(Packed))]
    public void A_policy_that_is_packed_in_something_is_unpacked_with_a_warning(string text, string cause)
    {
        var result = Linting.Lint(text);
        var found = result.Findings[0];
        Assert.All(result.Findings, item => Assert.Equal((PolicyLintSeverity.Warning, "PolicyFormat"), (item.Severity, item.Finding.Id)));
        Assert.Contains(cause, found.Finding.Cause, StringComparison.Ordinal);
        Assert.Single(result.Document!.Statements);
        Assert.True(result.IsUsable);
    }

    [Fact]
    public void Packing_in_packing_is_unpacked_up_to_a_point()
    {
        var text = Good;
        for (var layer = 0; layer < 4; layer++) text = Uri.EscapeDataString(text);
        Assert.True(Linting.Lint(text).IsUsable);
        for (var layer = 0; layer < 10; layer++) text = Uri.EscapeDataString(text);
        Assert.Contains("too many layers", Linting.Lint(text).Findings[^1].Finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_megabytes_is_no_policy() =>
        Assert.Contains("no policy is as long", Linting.Lint(new string(' ', PolicySource.MaximumLength + 1)).Findings[0].Finding.Cause, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"a\":1}", true)]
    [InlineData("  \n{", true)]
    [InlineData("\uFEFF{", true)]
    [InlineData("", true)]
    [InlineData("%7B%22", true)]
    [InlineData("\"{\"", true)]
    [InlineData("arn:aws:iam::111111111111:role/x", true)]
    [InlineData("Version: x\nStatement: y", true)]
    [InlineData("policies/worker.json", false)]
    [InlineData("./[a]/worker.json", false)]
    [InlineData("[a].json", false)]
    [InlineData("/etc/hostname", false)]
    public void JSON_is_told_from_a_path(string text, bool isText) => Assert.Equal(isText, PolicySource.IsText(text));

    [Fact]
    public async Task A_file_is_read_and_called_by_its_name()
    {
        using var folder = new TemporaryFolder();
        foreach (var (encoding, warnings) in new (Encoding, int)[]
        {
            (new UTF8Encoding(false), 0), (new UTF8Encoding(true), 1), (Encoding.Unicode, 1), (Encoding.BigEndianUnicode, 1),
        })
        {
            var path = Path.Combine(folder.Path, "worker.json");
            await File.WriteAllTextAsync(path, Good, encoding);
            var source = await PolicySource.ReadAsync(path, "worker policy", CancellationToken.None);
            var result = PolicyLint.Check(source, PolicyKind.Identity);
            Assert.Equal("worker.json", source.Name);
            Assert.Equal(warnings, result.Findings.Count);
            Assert.True(result.IsUsable);
        }
    }

    [Fact]
    public async Task A_text_is_called_by_its_label()
    {
        var source = await PolicySource.ReadAsync(Good, "worker policy", CancellationToken.None);
        Assert.Equal(("worker policy", Good), (source.Name, source.Text));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_a_finding()
    {
        using var folder = new TemporaryFolder();
        var large = Path.Combine(folder.Path, "large.json");
        await File.WriteAllBytesAsync(large, new byte[PolicySource.MaximumLength + 1]);
        foreach (var path in new[] { Path.Combine(folder.Path, "no such file"), folder.Path, large, "\u0001/x" })
        {
            var source = await PolicySource.ReadAsync(path, "worker policy", CancellationToken.None);
            var found = Assert.Single(PolicyLint.Check(source, PolicyKind.Identity).Findings);
            Assert.Equal((PolicyLintSeverity.Refused, "PolicyUnreadable", path), (found.Severity, found.Finding.Id, found.Finding.Target));
            Assert.NotEmpty(found.Finding.Evidence);
        }
    }
}
