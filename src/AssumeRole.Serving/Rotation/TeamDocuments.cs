using AssumeRole.Files;
using AssumeRole.Findings;

namespace AssumeRole.Rotation;

/// <summary>A team's configuration itself, or the path of its file. The origin is its name in errors.</summary>
internal sealed record TeamSource(string Text, string Origin, bool IsPath = false)
{
    /// <summary>A user's text: a document if it begins with a brace, a bracket or a quote, a path if not.</summary>
    public static TeamSource Parse(string text) =>
        text.TrimStart() is ['{' or '[' or '"', ..] ? new TeamSource(text, "-Team") : new TeamSource(text, text, IsPath: true);
}

/// <summary>Reads the documents that hold the teams' configurations: texts, files, objects of S3.</summary>
internal sealed class TeamDocuments(IAwsStores stores, StoreFactory factory)
{
    // In bytes; an object of S3 has the same limit.
    private const int LongestFile = 4 * 1024 * 1024;

    public async Task<IReadOnlyList<TeamConfiguration>> ReadAsync(IEnumerable<TeamSource> sources, CancellationToken cancellationToken)
    {
        List<TeamConfiguration> read = [];
        foreach (var source in sources)
        {
            var text = source.IsPath ? await ReadFileAsync(source.Text, cancellationToken).ConfigureAwait(false) : source.Text;
            var configuration = TeamConfigurationReader.Read(text, source.Origin);
            read.Add(configuration);
            foreach (var location in configuration.Locations)
                read.Add(await FollowAsync(location, cancellationToken).ConfigureAwait(false));
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

    private async Task<TeamConfiguration> FollowAsync(S3Location location, CancellationToken cancellationToken)
    {
        var keys = await factory.GetKeysAsync(cancellationToken).ConfigureAwait(false);
        var endpoint = await factory.GetEndpointAsync("S3", "s3", cancellationToken).ConfigureAwait(false);
        try
        {
            var text = await stores.ReadObjectAsync(location, keys, endpoint, cancellationToken).ConfigureAwait(false);
            var configuration = TeamConfigurationReader.Read(text, location.ToString());
            return configuration.Locations.Count == 0
                ? configuration
                : configuration with { Problems = [.. configuration.Problems, Further(location, configuration.Locations[0])] };
        }
        catch (StoreException error)
        {
            throw FindingCatalogue.TeamConfigurationUnreadable.Error(
                location.ToString(), $"{location}: {error.Fault}", remedy: FindRemedy(error.Fault, location), inner: error);
        }
    }

    private static string? FindRemedy(StoreFault fault, S3Location location) => fault switch
    {
        { IsMissing: true } => $"Put the team's configuration there: aws s3 cp team.json {location}.",
        // Without s3:ListBucket an absent object is a refusal too (S3 API reference, GetObject).
        { Status: 403 } => $"Check that {location} exists and that this identity may s3:GetObject it.",
        _ => null,
    };

    // One step is enough for an event; a second one could go round in a circle.
    private static Finding Further(S3Location location, S3Location next) =>
        FindingCatalogue.TeamConfigurationInvalid.For(location.ToString(), $"{location} points on to {next}: only an event may point to S3.");
}
