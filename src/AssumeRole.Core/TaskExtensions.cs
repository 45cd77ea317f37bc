namespace AssumeRole;

internal static class TaskExtensions
{
    /// <summary>Observes the exception of a task that no caller may await, so that it is not raised as an unobserved task exception.</summary>
    public static void Forget(this Task task) => _ = task.ContinueWith(
        static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
