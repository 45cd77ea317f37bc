using System.Diagnostics;
using System.Text;
using AssumeRole.Files;

namespace AssumeRole.Core.Tests.Files;

public sealed class BoundedFileTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(100)]
    public async Task A_file_within_the_limit_is_read_whole(int length)
    {
        var path = Write(new string('a', length));

        Assert.Equal(length, (await BoundedFile.ReadTextAsync(path, 100, default)).Length);
        Assert.Equal(length, BoundedFile.ReadBytes(path, 100).Length);
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_refused()
    {
        var path = Write(new string('a', 101));

        await Assert.ThrowsAsync<FileTooLongException>(() => BoundedFile.ReadTextAsync(path, 100, default));
        Assert.Throws<FileTooLongException>(() => BoundedFile.ReadLines(path, 100));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task A_byte_order_mark_says_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var path = Path.Combine(temporary.Path, "file");
        await File.WriteAllBytesAsync(path, [.. encoding.GetPreamble(), .. encoding.GetBytes("ä\r\nb\n")]);

        Assert.Equal("ä\r\nb\n", await BoundedFile.ReadTextAsync(path, 100, default));
        Assert.Equal(["ä", "b"], BoundedFile.ReadLines(path, 100));
    }

    [Fact]
    public async Task What_is_absent_or_a_folder_fails_as_with_NETs_own_methods()
    {
        await Assert.ThrowsAsync<FileNotFoundException>(() => BoundedFile.ReadTextAsync(Path.Combine(temporary.Path, "absent"), 100, default));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => BoundedFile.ReadTextAsync(temporary.Path, 100, default));
    }

    [Fact]
    public async Task A_FIFO_is_refused_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no FIFO in a folder.");
        var path = MakeFifo();

        await Assert.ThrowsAsync<IOException>(() => BoundedFile.ReadTextAsync(path, 100, default));
        Assert.Throws<IOException>(() => BoundedFile.ReadLines(path, 100));
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/tty")]
    public async Task A_device_is_refused(string path)
    {
        Assert.SkipUnless(File.Exists(path), $"There is no {path}.");

        await Assert.ThrowsAsync<IOException>(() => BoundedFile.ReadTextAsync(path, 100, default));
        Assert.Throws<IOException>(() => BoundedFile.ReadBytes(path, 100));
    }

    [Fact]
    public async Task The_null_device_is_an_empty_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no /dev/null.");
        var link = Path.Combine(temporary.Path, "link");
        File.CreateSymbolicLink(link, "/dev/null");

        foreach (var path in new[] { "/dev/null", link })
        {
            Assert.Empty(await BoundedFile.ReadTextAsync(path, 100, default));
            Assert.Empty(BoundedFile.ReadLines(path, 100));
        }
    }

    [Fact]
    public async Task A_file_of_proc_is_read_although_its_length_is_0()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc.");

        Assert.NotEmpty(await BoundedFile.ReadTextAsync("/proc/self/status", 1 << 20, default));
    }

    [Fact]
    public async Task A_pipe_that_this_process_was_given_is_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It takes the /proc of Linux.");
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        var path = $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";

        var reading = BoundedFile.ReadTextAsync(path, 100, default);
        pipe.Write("text"u8);
        pipe.Dispose();

        Assert.Equal("text", await reading);
    }

    [Fact]
    public async Task A_pipe_that_does_not_end_is_given_up_by_the_clock_or_the_caller()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It takes the /proc of Linux.");
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        var path = $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";
        var time = new ManualTimeProvider();
        using var ending = new CancellationTokenSource();

        var slow = BoundedFile.ReadTextAsync(path, 100, default, time);
        var cancelled = BoundedFile.ReadTextAsync(path, 100, ending.Token, time);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        time.Advance(BoundedFile.Patience);

        await Assert.ThrowsAsync<IOException>(() => slow);
    }

    private string Write(string text)
    {
        var path = Path.Combine(temporary.Path, "file");
        File.WriteAllText(path, text);
        return path;
    }

    private string MakeFifo()
    {
        var path = Path.Combine(temporary.Path, "fifo");
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        return path;
    }
}
