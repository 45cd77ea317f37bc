using AssumeRole.Aws.JsonProtocol;
using AssumeRole.Rotation;

namespace AssumeRole.Aws.Stores;

/// <summary>What the calls of both stores have in common.</summary>
internal static class StoreCall
{
    /// <summary>Sends one request.</summary>
    /// <exception cref="StoreException">The store refused it, or it got no answer.</exception>
    public static Task<T> SendAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken) => SdkFault.TranslateAsync(
        "the store",
        send,
        static (fault, error) => new StoreException(new StoreFault(fault.Code, fault.Message, fault.Status, fault.RequestId), error),
        cancellationToken);

    /// <summary>The tags that a secret is to have.</summary>
    public static List<Tag> TagsOf(SecretWrite write) => [.. write.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    /// <summary>Whose secret it is, or null if it has no such tag.</summary>
    public static string? OwnerIn(List<Tag> tags) => tags.Find(tag => tag.Key == SecretTags.Owner)?.Value;
}
