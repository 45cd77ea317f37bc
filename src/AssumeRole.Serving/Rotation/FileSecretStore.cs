using System.Text;
using System.Text.Json;
using AssumeRole.Files;

namespace AssumeRole.Rotation;

/// <summary>
/// Secrets as files below a folder, for trying out: mode 0600, each replaced by a rename. What is known of one stands in a file
/// beside it, which is written after it: a run killed between them leaves a description of the session before, and the next run
/// renews it.
/// </summary>
/// <param name="folder">The folder; a secret's path continues it.</param>
internal sealed class FileSecretStore(string folder) : ISecretStore
{
    private const int LongestFacts = 64 * 1024;
    private const string NotThere = "ResourceNotFoundException";
    private const string AlreadyThere = "ResourceExistsException";

    public async Task<StoredSecret?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        try
        {
            if (!File.Exists(path)) return null;
            var facts = FactsPath(path);
            if (!File.Exists(facts)) return new StoredSecret(name, string.Empty, null);
            using var json = JsonDocument.Parse(await BoundedFile.ReadBytesAsync(facts, LongestFacts, cancellationToken).ConfigureAwait(false));
            return new StoredSecret(name, Text(json.RootElement, "description") ?? string.Empty, Text(json.RootElement, SecretTags.Owner));
        }
        catch (JsonException)
        {
            return new StoredSecret(name, string.Empty, null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Fault(error.GetType().Name, error.Message, error);
        }
    }

    public Task CreateAsync(SecretWrite write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        return File.Exists(PathOf(write.Name))
            ? throw Fault(AlreadyThere, $"{PathOf(write.Name)} is there already.")
            : WriteAsync(write, cancellationToken);
    }

    public Task ReplaceAsync(SecretWrite write, StoredSecret seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        return File.Exists(PathOf(write.Name))
            ? WriteAsync(write, cancellationToken)
            : throw Fault(NotThere, $"{PathOf(write.Name)} is not there.");
    }

    public void Dispose()
    {
        // A folder is nothing to close.
    }

    private async Task WriteAsync(SecretWrite write, CancellationToken cancellationToken)
    {
        var path = PathOf(write.Name);
        try
        {
            MakeFolder(Path.GetDirectoryName(path)!);
            await PutAsync(path, Encoding.UTF8.GetBytes(write.Value.Reveal()), cancellationToken).ConfigureAwait(false);
            await PutAsync(FactsPath(path), Describe(write), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Fault(error.GetType().Name, error.Message, error);
        }
    }

    private static byte[] Describe(SecretWrite write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("description", write.Description);
            foreach (var (key, value) in write.Tags) json.WriteString(key, value);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static async Task PutAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var aside = $"{path}.{Guid.NewGuid():N}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            var stream = new FileStream(aside, options);
            await using (stream.ConfigureAwait(false)) await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string PathOf(string name) => Path.Combine(Path.GetFullPath(folder), name.TrimStart('/'));

    private static string FactsPath(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.assumerole.json");

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static StoreException Fault(string code, string message, Exception? inner = null) =>
        new(new StoreFault(code, message, 0, string.Empty), inner);
}
