namespace AssumeRole;

/// <summary>Work that nobody may be waiting for when it ends.</summary>
public static class AbandonedTask
{
    /// <summary>Looks at its failure, if it fails: .NET tells the process of a failure that nobody looked at.</summary>
    /// <param name="task">The work. Whoever does wait for it sees its failure all the same.</param>
    public static void Observe(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _ = task.ContinueWith(
            static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }
}
