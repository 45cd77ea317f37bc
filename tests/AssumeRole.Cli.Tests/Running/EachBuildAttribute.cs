using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace AssumeRole.Cli.Tests.Running;

/// <summary>One row of a theory for each build of the executable, or for the native one; a row that cannot run here is skipped with the reason.</summary>
/// <param name="values">What follows the build in the row.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EachBuildAttribute(params object?[] values) : DataAttribute
{
    /// <summary>What the test needs of the machine, besides the executable.</summary>
    public Needs Needs { get; init; }

    /// <summary>Whether what is tested is a matter of the native build alone.</summary>
    public bool NativeOnly { get; init; }

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. Enum.GetValues<Build>().Where(build => !NativeOnly || build == Build.Native).Select(ToRow)]);

    public override bool SupportsDiscoveryEnumeration() => true;

    private TheoryDataRow ToRow(Build build) => new([build, .. values])
    {
        Skip = Executable.Absence(build) ?? Machine.Lacks(Needs),
    };
}
