namespace AssumeRole;

/// <summary>Work that may fail after its caller has stopped waiting.</summary>
internal static class AbandonedTask
{
    /// <summary>Observes the exception so that it is not raised as an unobserved task exception. A caller that awaits the task still gets it.</summary>
    public static void Observe(Task task) => _ = task.ContinueWith(
        static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
