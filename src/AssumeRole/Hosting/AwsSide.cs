namespace AssumeRole.Hosting;

/// <summary>The side of the program that asks AWS, out of lib/. One a process, so that its connections are too.</summary>
internal static class AwsSide
{
    private static readonly Lazy<BackgroundAwsAdapters> Opened = new(static () => new BackgroundAwsAdapters(
        static () => ModuleLoadContext.Create<IAwsAdapters>("AssumeRole.Aws", "AssumeRole.Aws.AwsAdapters"),
        ProcessState.Environment.BeforeRoles));

    /// <summary>Begins to open it, if nobody has.</summary>
    public static BackgroundAwsAdapters Open() => Opened.Value;
}
