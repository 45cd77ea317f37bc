using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AssumeRole.Soak.Subject;

/// <summary>Runs a script in a runspace, and stops it when that was asked for.</summary>
internal static class ScriptRun
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(240);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(90);

    public static Response Run(Runspace runspace, Request request)
    {
        var shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddScript(request.Script, useLocalScope: true);
        var streams = new Streams(shell);
        var running = shell.BeginInvoke<PSObject, PSObject>(input: null, streams.Output);
        var longest = request.StopAfter is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : Longest;
        var state = "Completed";
        if (!running.AsyncWaitHandle.WaitOne(longest))
        {
            state = "Stopped";
            // A stop that does not come to its end would take this loop with it.
            if (!shell.BeginStop(callback: null, state: null).AsyncWaitHandle.WaitOne(LongestStop)
                || !running.AsyncWaitHandle.WaitOne(LongestStop))
                return new Response { State = "Hung", Streams = streams.Heard };
            if (request.StopAfter is null) state = "Hung";
        }

        try
        {
            shell.EndInvoke(running);
        }
        catch (PipelineStoppedException)
        {
            state = state == "Hung" ? state : "Stopped";
        }
        catch (RuntimeException error)
        {
            state = state == "Completed" ? "Failed" : state;
            streams.Add("Error", RecordTexts.Of(error.ErrorRecord));
            streams.Add("Error", error.ToString());
        }

        var response = new Response { State = state, Streams = streams.Heard };
        shell.Dispose();
        return response;
    }
}
