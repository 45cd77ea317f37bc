using System.Management.Automation;

namespace AssumeRole.Soak.Subject;

/// <summary>All texts of the records of PowerShell's streams.</summary>
internal static class RecordTexts
{
    /// <summary>An error's texts; with the stacks of its exceptions, which take .NET most of a second, if that is asked for.</summary>
    public static string Of(ErrorRecord record, bool withStacks = true) => string.Join(
        '\n',
        record.ToString(),
        record.FullyQualifiedErrorId,
        record.CategoryInfo.ToString(),
        record.TargetObject?.ToString(),
        record.ErrorDetails?.Message,
        record.ErrorDetails?.RecommendedAction,
        withStacks ? record.Exception?.ToString() : Messages(record.Exception),
        record.InvocationInfo?.PositionMessage,
        record.ScriptStackTrace);

    private static string Messages(Exception? exception) =>
        exception is null ? string.Empty : $"{exception.GetType()}: {exception.Message}\n{Messages(exception.InnerException)}";

    public static string Of(ProgressRecord record) => string.Join('\n', record.Activity, record.StatusDescription, record.CurrentOperation);

    public static string Of(InformationRecord record) => string.Join('\n', [record.MessageData?.ToString(), record.Source, .. record.Tags]);
}
