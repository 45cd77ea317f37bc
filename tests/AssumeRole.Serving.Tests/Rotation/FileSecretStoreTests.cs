using AssumeRole.Rotation;

namespace AssumeRole.Serving.Tests.Rotation;

public sealed class FileSecretStoreTests : IDisposable
{
    private const string Name = "/concourse/t/lab";
    private readonly TemporaryFolder folder = new();
    private readonly FileSecretStore store;

    public FileSecretStoreTests() => store = new FileSecretStore(folder.Path);

    private string File => Path.Combine(folder.Path, "concourse/t/lab");

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_secret_is_a_file_of_its_owners_with_a_description_beside_it()
    {
        await store.CreateAsync(Write("first"), default);

        Assert.Equal("first", await System.IO.File.ReadAllTextAsync(File));
        Assert.Equal(new StoredSecret(Name, "of first", "t"), await store.FindAsync(Name, default));
        if (OperatingSystem.IsWindows()) return;
        foreach (var file in Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task It_is_created_once_and_replaced_only_where_it_is()
    {
        Assert.Null(await store.FindAsync(Name, default));
        Assert.True((await Assert.ThrowsAsync<StoreException>(() => store.ReplaceAsync(Write("x"), new StoredSecret(Name, "", "t"), default))).Fault.IsMissing);
        await store.CreateAsync(Write("first"), default);
        Assert.True((await Assert.ThrowsAsync<StoreException>(() => store.CreateAsync(Write("second"), default))).Fault.IsAlreadyThere);

        await store.ReplaceAsync(Write("third"), new StoredSecret(Name, "", "t"), default);

        Assert.Equal("third", await System.IO.File.ReadAllTextAsync(File));
        Assert.Equal(2, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not json")]
    [InlineData("[]")]
    public async Task A_file_of_somebody_elses_has_no_owner(string? facts)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await System.IO.File.WriteAllTextAsync(File, "by hand");
        if (facts is not null) await System.IO.File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(File)!, ".lab.assumerole.json"), facts);

        Assert.Equal(new StoredSecret(Name, "", null), await store.FindAsync(Name, default));
    }

    private static SecretWrite Write(string value) =>
        new(Name, new Secret(value), $"of {value}", new Dictionary<string, string> { [SecretTags.Owner] = "t" });
}
