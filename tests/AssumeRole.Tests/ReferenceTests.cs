using System.Runtime.InteropServices;

namespace AssumeRole.Tests;

/// <summary>Which room may see which (see the rules of the house in the README).</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Core_sees_nothing_but_the_base_class_library() => AssertSees("AssumeRole.Core.dll");

    [Fact]
    public void Diagnosis_sees_Core() => AssertSees("AssumeRole.Diagnosis.dll", "AssumeRole.Core");

    [Fact]
    public void Serving_sees_Core() => AssertSees("AssumeRole.Serving.dll", "AssumeRole.Core");

    [Fact]
    public void The_module_sees_the_libraries_and_PowerShell() => AssertSees(
        "AssumeRole.dll", "AssumeRole.Core", "AssumeRole.Diagnosis", "AssumeRole.Serving", "System.Management.Automation");

    [Fact]
    public void The_AWS_adapter_sees_Core_the_port_of_stores_and_the_SDK() =>
        AssertSees(
            "lib/AssumeRole.Aws.dll",
            "AssumeRole.Core",
            "AssumeRole.Serving",
            "AssumeRole.AWSSDK.Core",
            "AssumeRole.AWSSDK.S3",
            "AssumeRole.AWSSDK.SSO",
            "AssumeRole.AWSSDK.SSOOIDC",
            "AssumeRole.AWSSDK.SecurityToken",
            "AssumeRole.AWSSDK.SimpleSystemsManagement");

    [Fact]
    public void The_sandbox_sees_Core_policies_and_HTTP() =>
        AssertSees("lib/AssumeRole.Sandbox.dll", "AssumeRole.Core", "AssumeRole.Diagnosis", "AssumeRole.Serving");

    [Fact]
    public void The_executable_sees_all() => AssertSees(
        StagedModule.Executable, "AssumeRole.Aws", "AssumeRole.Core", "AssumeRole.Diagnosis", "AssumeRole.Sandbox", "AssumeRole.Serving", "System.CommandLine");

    [Fact]
    public void Whatever_a_staged_assembly_sees_is_staged_too_or_comes_with_PowerShell()
    {
        var assemblies = StagedModule.Files.Where(file => file.EndsWith(".dll", StringComparison.Ordinal)).ToArray();
        var staged = assemblies.Select(Path.GetFileNameWithoutExtension).Append("System.Management.Automation").ToArray();
        foreach (var name in assemblies)
        {
            using var assembly = AssemblyFile.Open(name);
            Assert.DoesNotContain(assembly.References, reference => !IsBaseClassLibrary(reference) && !staged.Contains(reference));
        }
    }

    private static void AssertSees(string name, params string[] expected)
    {
        using var assembly = AssemblyFile.Open(name);

        Assert.Equal(expected.Order(StringComparer.Ordinal), assembly.References.Where(reference => !IsBaseClassLibrary(reference)));
    }

    /// <summary>Whether the .NET runtime itself brings the assembly; no web framework and no PowerShell is in its folder.</summary>
    private static bool IsBaseClassLibrary(string name) =>
        File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name + ".dll"));
}
