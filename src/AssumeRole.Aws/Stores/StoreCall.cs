using AssumeRole.Aws.JsonProtocol;
using AssumeRole.Rotation;

namespace AssumeRole.Aws.Stores;

/// <summary>What the calls of all stores have in common.</summary>
internal static class StoreCall
{
    /// <summary>Sends one request.</summary>
    /// <param name="secrets">What the store's answer may repeat and no error may show.</param>
    /// <param name="send">The request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store refused it, or it got no answer.</exception>
    public static Task<T> SendAsync<T>(SecretsOfCall secrets, Func<Task<T>> send, CancellationToken cancellationToken) => SdkFault.TranslateAsync(
        "the store",
        send,
        (fault, error) => new StoreException(
            new StoreFault(secrets.Mask(fault.Code), secrets.Mask(fault.Message), fault.Status, secrets.Mask(fault.RequestId)), secrets.Mask(error)),
        cancellationToken);

    /// <summary>The tags that a secret is to have.</summary>
    public static List<Tag> TagsOf(SecretWrite write) => [.. write.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];

    /// <summary>Whose secret it is, or null if it has no such tag.</summary>
    public static string? OwnerIn(List<Tag> tags) => tags.Find(tag => tag.Key == SecretTags.Owner)?.Value;
}
