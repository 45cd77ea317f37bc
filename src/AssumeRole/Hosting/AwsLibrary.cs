using AssumeRole.Chains;
using AssumeRole.Rotation;
using AssumeRole.Sessions;

namespace AssumeRole.Hosting;

/// <summary>The AWS services, out of lib/. One a process, so that its connections are too.</summary>
internal static class AwsLibrary
{
    private const string Library = "AssumeRole.Aws";

    private static readonly Lazy<LazyAwsServices> Opened = new(static () => new LazyAwsServices(
        static () => ModuleLoadContext.Create<IAwsServices>(Library, "AssumeRole.Aws.AwsServices"),
        ProcessState.Environment.BeforeRoles));

    private static readonly Lazy<IAwsStores> OpenedStores =
        new(static () => ModuleLoadContext.Create<IAwsStores>(Library, "AssumeRole.Aws.Stores.SdkStores"));

    /// <summary>The stores that sessions are written to.</summary>
    public static IAwsStores Stores => OpenedStores.Value;

    /// <summary>Begins to open STS and IAM Identity Center, if they are not yet.</summary>
    public static LazyAwsServices Open() => Opened.Value;
}
