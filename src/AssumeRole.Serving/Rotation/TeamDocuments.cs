using AssumeRole.Files;
using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>Gets the documents that hold the teams' configurations: texts, files, objects of S3.</summary>
internal sealed class TeamDocuments(IAwsStores stores, StoreOpener opener)
{
    /// <summary>The longest file, in bytes; an object of S3 has the same limit.</summary>
    private const int LongestFile = 4 * 1024 * 1024;

    /// <summary>Reads all of them, and what they point to.</summary>
    /// <exception cref="AssumeRoleException">TeamConfigurationUnreadable, or why S3 cannot be asked.</exception>
    public async Task<IReadOnlyList<TeamConfiguration>> ReadAsync(IEnumerable<TeamSource> sources, CancellationToken cancellationToken)
    {
        List<TeamConfiguration> read = [];
        foreach (var source in sources)
        {
            var text = source.IsPath ? await ReadFileAsync(source.Text, cancellationToken).ConfigureAwait(false) : source.Text;
            var configuration = TeamConfigurationReader.Read(text, source.Origin);
            read.Add(configuration);
            foreach (var pointer in configuration.Pointers)
                read.Add(await FollowAsync(pointer, cancellationToken).ConfigureAwait(false));
        }

        return read;
    }

    private static async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await BoundedFile.ReadTextAsync(path, LongestFile, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FindingCatalogue.TeamConfigurationUnreadable.Error(path, error.Message, inner: error);
        }
    }

    private async Task<TeamConfiguration> FollowAsync(ConfigurationPointer pointer, CancellationToken cancellationToken)
    {
        var keys = await opener.GetKeysAsync(cancellationToken).ConfigureAwait(false);
        var endpoint = await opener.GetEndpointAsync("S3", "s3", cancellationToken).ConfigureAwait(false);
        try
        {
            var text = await stores.ReadObjectAsync(pointer, keys, endpoint, cancellationToken).ConfigureAwait(false);
            var configuration = TeamConfigurationReader.Read(text, pointer.ToString());
            return configuration.Pointers.Count == 0
                ? configuration
                : configuration with { Problems = [.. configuration.Problems, Further(pointer, configuration.Pointers[0])] };
        }
        catch (StoreException error)
        {
            throw FindingCatalogue.TeamConfigurationUnreadable.Error(
                pointer.ToString(), $"{pointer}: {error.Fault}", remedy: FindRemedy(error.Fault, pointer), inner: error);
        }
    }

    private static string? FindRemedy(StoreFault fault, ConfigurationPointer pointer) => fault switch
    {
        { IsMissing: true } => $"Put the team's configuration there: aws s3 cp team.json {pointer}.",
        // Without s3:ListBucket an absent object is a refusal too (S3 API reference, GetObject).
        { Status: 403 } => $"Check that {pointer} exists and that this identity may s3:GetObject it.",
        _ => null,
    };

    /// <summary>One step is what an event needs; a second one could go round in a circle.</summary>
    private static Finding Further(ConfigurationPointer pointer, ConfigurationPointer next) =>
        FindingCatalogue.TeamConfigurationInvalid.For(pointer.ToString(), $"{pointer} points on to {next}: only an event may point to S3.");
}
