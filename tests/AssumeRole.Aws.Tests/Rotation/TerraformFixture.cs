using System.Diagnostics;
using System.IO.Compression;
using AssumeRole.Testing;

namespace AssumeRole.Aws.Tests.Rotation;

/// <summary>The example of module/examples/rotation, applied to moto. Skipped, with the reason, where that cannot be.</summary>
public sealed class TerraformFixture : IAsyncLifetime
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private readonly string folder = Directory.CreateTempSubdirectory("assumerole-terraform-").FullName;

    /// <summary>Why it is not applied, or null.</summary>
    public string? Absence { get; private set; }

    /// <summary>What terraform wrote.</summary>
    public string Output { get; private set; } = "";

    /// <summary>The server that it is applied to.</summary>
    public MotoServer Moto { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Moto.InitializeAsync();
        var mirror = ProviderMirror.Find();
        Absence = Moto.Absence
            ?? (Programs.Find("terraform") is null ? "terraform is not on PATH" : null)
            ?? (mirror is null ? ProviderMirror.Absence : null);
        if (Absence is not null) return;
        CopyExample();
        foreach (var arguments in new string[][] { ["init", "-input=false", "-no-color", $"-plugin-dir={mirror}"], ["validate", "-no-color"], ["apply", "-auto-approve", "-input=false", "-no-color", "-var", "region=eu-west-1"] })
        {
            var (exitCode, text) = await TerraformAsync(arguments);
            Output += text;
            Assert.True(exitCode == 0, text);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Moto.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Whether a second plan would change anything.</summary>
    public async Task<(int ExitCode, string Output)> PlanAgainAsync() =>
        await TerraformAsync(["plan", "-detailed-exitcode", "-input=false", "-no-color", "-var", "region=eu-west-1"]);

    private void CopyExample()
    {
        var example = Path.Combine(AppContext.BaseDirectory, "examples", "rotation");
        foreach (var file in Directory.GetFiles(example, "*.tf", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(example, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        // What differs from AWS: nobody is there to check the credentials.
        File.WriteAllText(
            Path.Combine(folder, "moto_override.tf"),
            """
            provider "aws" {
              region                      = var.region
              access_key                  = "AKIATERRAFORM"
              secret_key                  = "of-terraform"
              skip_credentials_validation = true
              skip_metadata_api_check     = true
              s3_use_path_style           = true
            }
            """);
        using var package = ZipFile.Open(Path.Combine(folder, "rotation.zip"), ZipArchiveMode.Create);
        using var bootstrap = package.CreateEntry("bootstrap").Open();
        bootstrap.Write("#!/bin/sh\n"u8);
    }

    private async Task<(int ExitCode, string Output)> TerraformAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(Programs.Find("terraform")!, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal) || name.StartsWith("TF_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["AWS_ENDPOINT_URL"] = Moto.Endpoint.GetLeftPart(UriPartial.Authority);
        start.Environment["CHECKPOINT_DISABLE"] = "1";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var over = new CancellationTokenSource(Longest);
        try
        {
            await process.WaitForExitAsync(over.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"terraform {arguments[0]} took more than {Longest.TotalMinutes} minutes");
        }

        return (process.ExitCode, await output + await error);
    }
}
