using Amazon.S3;
using Amazon.S3.Model;
using AssumeRole.Rotation;

namespace AssumeRole.Aws.Stores;

/// <summary>Reads objects of S3.</summary>
internal static class ObjectReader
{
    private const int Largest = 4 * 1024 * 1024;

    public static Task<string> ReadAsync(
        AmazonS3Client client, SecretsOfCall secrets, ConfigurationPointer pointer, CancellationToken cancellationToken) =>
        StoreCall.SendAsync(secrets, () => ReadOnceAsync(client, pointer, cancellationToken), cancellationToken);

    private static async Task<string> ReadOnceAsync(AmazonS3Client client, ConfigurationPointer pointer, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = pointer.Bucket, Key = pointer.Key };
        using var response = await client.GetObjectAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.ContentLength > Largest)
            throw new StoreException(new StoreFault("EntityTooLarge", $"The object has {response.ContentLength} bytes.", 0, string.Empty));
        using var reader = new StreamReader(response.ResponseStream);
        return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }
}
