using AssumeRole.Rotation;

namespace AssumeRole.Serving.Tests.Rotation;

public sealed class PathTemplateTests
{
    [Theory]
    [InlineData("/concourse/{{.Team}}/{{.Account}}", "/concourse/team/lab")]
    [InlineData("/{{ .Team }}-{{  .Account  }}/{{.Team}}", "/team-lab/team")]
    [InlineData("fixed", "fixed")]
    public void Team_and_account_are_filled_in(string template, string path) =>
        Assert.Equal(path, PathTemplate.Parse(template, "-PathTemplate").Render("team", "lab"));

    [Fact]
    public void A_name_that_looks_like_a_template_is_not_filled_in_again() =>
        Assert.Equal("/{{.Account}}/lab", PathTemplate.Parse("/{{.Team}}/{{.Account}}", "x").Render("{{.Account}}", "lab"));

    [Theory]
    [InlineData("/concourse/{{.Team}}/{{.Pipeline}}", "{{.Pipeline}}")]
    [InlineData("/{{.team}}", "{{.team}}")]
    [InlineData("/{{- .Team -}}", "{{- .Team -}}")]
    [InlineData("/{{if .Team}}x{{end}}", "{{if .Team}}")]
    [InlineData("/{{}}", "{{}}")]
    [InlineData("/{{.Team}", "'/{{.Team}'")]
    [InlineData("/.Account}}", "'/.Account}}'")]
    [InlineData(" ", "empty")]
    public void Anything_else_is_an_error(string template, string evidence)
    {
        var finding = Sample.FindingOf(() => PathTemplate.Parse(template, "-PathTemplate"));

        Assert.Equal("PathTemplateInvalid", finding.Id);
        Wording.Names(finding.Evidence, "-PathTemplate", evidence);
    }

    [Fact]
    public void A_parameter_outranks_the_variable_and_that_the_default()
    {
        var variables = new FakeVariables(("SECRETS_MANAGER_PATH", "/{{.Account}}"));

        Assert.Equal("/given", PathTemplate.Choose("/given", variables).ToString());
        Assert.Equal("/{{.Account}}", PathTemplate.Choose(null, variables).ToString());
        Assert.Equal("/concourse/{{.Team}}/{{.Account}}", PathTemplate.Choose(null, new FakeVariables(("SECRETS_MANAGER_PATH", ""))).ToString());

        var finding = Sample.FindingOf(() => PathTemplate.Choose(null, new FakeVariables(("SECRETS_MANAGER_PATH", "{{.X}}"))));
        Assert.Equal("PathTemplateInvalid", finding.Id);
        Wording.Names(finding.Evidence, "SECRETS_MANAGER_PATH", "{{.X}}");
    }
}
