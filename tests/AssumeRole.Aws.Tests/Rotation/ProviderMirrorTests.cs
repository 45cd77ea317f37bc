using AssumeRole.Testing;

namespace AssumeRole.Aws.Tests.Rotation;

/// <summary>Where the tests of Terraform look for its AWS provider: where its user told Terraform to look.</summary>
public sealed class ProviderMirrorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("assumerole-mirror-").FullName;

    [Fact]
    public void The_file_that_TF_CLI_CONFIG_FILE_names_is_read()
    {
        var mirror = MakeMirror("named");
        var file = Write("cli.tfrc", $$"""
            # filesystem_mirror { path = "{{MakeMirror("comment")}}" }
            disable_checkpoint = true
            provider_installation {
              filesystem_mirror {
                include = ["registry.terraform.io/*/*"]
                path    = "{{mirror}}"
              }
              direct { exclude = ["registry.terraform.io/*/*"] }
            }
            """);

        Assert.Equal(mirror, Find(("TF_CLI_CONFIG_FILE", file)));
    }

    [Fact]
    public void The_users_own_file_is_read()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has terraform.rc under APPDATA.");
        var mirror = MakeMirror("own");
        Write(".terraformrc", $$"""provider_installation { filesystem_mirror { path = "{{mirror}}" } }""");

        Assert.Equal(mirror, Find());
    }

    [Fact]
    public void A_mirror_without_the_AWS_provider_is_passed_over()
    {
        var empty = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        var mirror = MakeMirror(".terraform.d/plugins");

        Assert.Equal(mirror, Find(("TF_CLI_CONFIG_FILE", Write("cli.tfrc", $$"""filesystem_mirror { path = "{{empty}}" }"""))));
    }

    [Fact]
    public void ASSUMEROLE_TERRAFORM_PLUGINS_comes_first()
    {
        var mirror = MakeMirror("first");

        Assert.Equal(mirror, Find(
            ("ASSUMEROLE_TERRAFORM_PLUGINS", mirror),
            ("TF_CLI_CONFIG_FILE", Write("cli.tfrc", $$"""filesystem_mirror { path = "{{MakeMirror("second")}}" }"""))));
    }

    [Fact]
    public void A_file_that_is_not_there_names_nothing() =>
        Assert.Equal(MakeMirror(".terraform.d/plugins"), Find(("TF_CLI_CONFIG_FILE", Path.Combine(folder, "absent"))));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string? Find(params (string Name, string Value)[] variables) =>
        ProviderMirror.Find(name => variables.FirstOrDefault(variable => variable.Name == name).Value, folder);

    private string MakeMirror(string name)
    {
        var mirror = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.Combine(mirror, "registry.terraform.io", "hashicorp", "aws"));
        return mirror;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
