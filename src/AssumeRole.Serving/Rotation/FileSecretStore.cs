using System.Text;
using System.Text.Json;
using AssumeRole.Files;

namespace AssumeRole.Rotation;

/// <summary>
/// Secrets as files below a folder, for trying out. Description and tags stand in a file beside the secret's, which is written after it:
/// a run killed between them leaves a description of the session before, and the next run renews it.
/// </summary>
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
            return new StoredSecret(name, json.RootElement.FindText("description") ?? string.Empty, json.RootElement.FindText(SecretTags.Owner));
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
        if (File.Exists(PathOf(write.Name))) throw Fault(AlreadyThere, $"{PathOf(write.Name)} is there already.");
        Write(write);
        return Task.CompletedTask;
    }

    public Task ReplaceAsync(SecretWrite write, StoredSecret seen, CancellationToken cancellationToken)
    {
        if (!File.Exists(PathOf(write.Name))) throw Fault(NotThere, $"{PathOf(write.Name)} is not there.");
        Write(write);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        // A folder is nothing to close.
    }

    private void Write(SecretWrite write)
    {
        var path = PathOf(write.Name);
        try
        {
            var parent = Path.GetDirectoryName(path)!;
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(parent);
            else Directory.CreateDirectory(parent, AtomicFile.OwnFolder);
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(write.Value.Reveal()), AtomicFile.OwnFile);
            var facts = JsonText.WriteObject(json => WriteFacts(json, write), new JsonWriterOptions { Indented = true });
            AtomicFile.Write(FactsPath(path), facts, AtomicFile.OwnFile);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Fault(error.GetType().Name, error.Message, error);
        }
    }

    private static void WriteFacts(Utf8JsonWriter json, SecretWrite write)
    {
        json.WriteString("description", write.Description);
        foreach (var (key, value) in write.Tags) json.WriteString(key, value);
    }

    private string PathOf(string name) => Path.Combine(Path.GetFullPath(folder), name.TrimStart('/'));

    private static string FactsPath(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.assumerole.json");

    private static StoreException Fault(string code, string message, Exception? inner = null) =>
        new(new StoreFault(code, message, 0, string.Empty), inner);
}
