using System.Runtime.CompilerServices;

namespace AssumeRole.Http;

/// <summary>
/// Awaited, it lets the thread pool do first what it already has to do. A client that always has its next request ready would
/// otherwise keep a thread, one of as many as there are cores, to itself: four that pipeline kept others waiting for seconds.
/// Task.Yield would not do: it queues on the thread's own list, which comes first.
/// </summary>
internal readonly struct OthersFirst : ICriticalNotifyCompletion
{
    public bool IsCompleted => false;

    public OthersFirst GetAwaiter() => this;

    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) =>
        ThreadPool.UnsafeQueueUserWorkItem(static next => next(), continuation, preferLocal: false);

    public void GetResult()
    {
    }
}
