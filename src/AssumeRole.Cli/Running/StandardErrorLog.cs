using AssumeRole.Endpoint;

namespace AssumeRole.Cli.Running;

/// <summary>
/// A server's log on standard error. It writes to the descriptor and not through <see cref="Terminal.Error"/>, whose lock a write that
/// blocks would hold.
/// </summary>
internal static class StandardErrorLog
{
    /// <summary>Opens it. The descriptor stays open at the end.</summary>
    /// <param name="time">The clock.</param>
    public static LogQueue Open(TimeProvider time) => new(
        line => StandardError.WriteBlocking(line + Environment.NewLine),
        count => ServerEvent.OfLoss(time.GetUtcNow(), count).ToJson());
}
