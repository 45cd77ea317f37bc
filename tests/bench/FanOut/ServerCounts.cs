namespace FanOutBench;

/// <summary>What the server has seen: calls, throttled ones, connections that were ever used for calls, the most at once.</summary>
internal sealed class ServerCounts
{
    private readonly object guard = new();
    private int open;
    private int most;
    private int used;
    private int calls;
    private int throttled;

    public void OpenForCalls()
    {
        lock (guard)
        {
            used++;
            most = Math.Max(most, ++open);
        }
    }

    public void Close(bool counted)
    {
        lock (guard)
        {
            if (counted) open--;
        }
    }

    public void Call(bool refused)
    {
        lock (guard)
        {
            calls++;
            if (refused) throttled++;
        }
    }

    /// <summary>calls, throttled, connections, most connections at once; and begins anew.</summary>
    public string Take()
    {
        lock (guard)
        {
            var text = $"{calls} {throttled} {used} {most}";
            (calls, throttled, used, most) = (0, 0, 0, open);
            return text;
        }
    }
}
