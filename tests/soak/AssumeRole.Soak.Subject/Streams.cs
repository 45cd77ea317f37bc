using System.Collections.Concurrent;
using System.Management.Automation;

namespace AssumeRole.Soak.Subject;

/// <summary>Hears everything that a pipeline writes, as it is written: a pipeline that is stopped has written too.</summary>
internal sealed class Streams
{
    /// <summary>Errors of one pipeline are much alike.</summary>
    private const int WithStacks = 3;

    private readonly ConcurrentQueue<string[]> heard = new();

    public Streams(PowerShell shell)
    {
        Hear(Output, "Output", record => record?.ToString());
        Hear(shell.Streams.Error, "Error", record => RecordTexts.Of(record, withStacks: shell.Streams.Error.Count <= WithStacks));
        Hear(shell.Streams.Warning, "Warning", record => record.ToString());
        Hear(shell.Streams.Verbose, "Verbose", record => record.ToString());
        Hear(shell.Streams.Debug, "Debug", record => record.ToString());
        Hear(shell.Streams.Information, "Information", RecordTexts.Of);
        Hear(shell.Streams.Progress, "Progress", RecordTexts.Of);
    }

    public PSDataCollection<PSObject> Output { get; } = [];

    public IReadOnlyList<string[]> Heard => [.. heard];

    public void Add(string stream, string text) => heard.Enqueue([stream, text]);

    private void Hear<T>(PSDataCollection<T> records, string name, Func<T, string?> text) =>
        records.DataAdded += (_, added) => Add(name, text(records[added.Index]) ?? string.Empty);
}
