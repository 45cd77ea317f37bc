using AssumeRole.Rotation;

namespace AssumeRole.Hosting;

/// <summary>The AWS services, out of lib/. One a process, so that its connections are too.</summary>
internal static class AwsSide
{
    private const string Library = "AssumeRole.Aws";

    private static readonly Lazy<BackgroundAwsAdapters> Opened = new(static () => new BackgroundAwsAdapters(
        static () => ModuleLoadContext.Create<IAwsAdapters>(Library, "AssumeRole.Aws.AwsAdapters"),
        ProcessState.Environment.BeforeRoles));

    private static readonly Lazy<IAwsStores> OpenedStores =
        new(static () => ModuleLoadContext.Create<IAwsStores>(Library, "AssumeRole.Aws.Stores.SdkStores"));

    /// <summary>The stores that sessions are written to.</summary>
    public static IAwsStores Stores => OpenedStores.Value;

    /// <summary>Begins to open STS and IAM Identity Center, if they are not yet.</summary>
    public static BackgroundAwsAdapters Open() => Opened.Value;
}
