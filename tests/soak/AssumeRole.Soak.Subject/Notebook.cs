using System.Collections.Concurrent;

namespace AssumeRole.Soak.Subject;

/// <summary>What scripts know as $soak.</summary>
public sealed class Notebook
{
    private readonly ConcurrentQueue<string> learnt = new();
    private readonly ConcurrentQueue<string> marks = new();
    private IReadOnlyDictionary<string, string> given = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A text that was given beside the script.</summary>
    public string Given(string name) => given[name];

    /// <summary>Tells of a secret that the script was given for its own use.</summary>
    public void Learn(string? secret)
    {
        if (!string.IsNullOrEmpty(secret)) learnt.Enqueue(secret);
    }

    /// <summary>Says how far the script got.</summary>
    public void Mark(string mark) => marks.Enqueue(mark);

    internal void Begin(IReadOnlyDictionary<string, string> texts)
    {
        given = texts;
        learnt.Clear();
        marks.Clear();
    }

    internal Response End(Response response) => response with { Learnt = [.. learnt], Marks = [.. marks] };
}
