using AssumeRole.Checks;

namespace AssumeRole.Diagnosis.Tests.Checks;

public sealed class MachineFactsTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void A_machine_without_signs_is_a_host_elsewhere() => Assert.Equal(new MachineFacts(null, false), Read());

    [Fact]
    public void Docker_leaves_a_file()
    {
        Write(".dockerenv", "");

        Assert.Equal("/.dockerenv exists", Read().Container);
    }

    [Theory]
    [InlineData("22 1 0:21 / / rw,relatime - overlay overlay rw,lowerdir=/a", "/ is mounted as overlay")]
    [InlineData("22 1 259:1 / / rw,noatime shared:1 - ext4 /dev/nvme0n1p1 rw", null)]
    [InlineData("22 1 0:21 / /var/lib/docker/overlay2/x rw - overlay overlay rw", null)]
    [InlineData("nonsense", null)]
    public void A_layered_root_is_a_containers(string line, string? sign)
    {
        Write("proc/self/mountinfo", line + "\n");

        Assert.Equal(sign, Read().Container);
    }

    [Theory]
    [InlineData("sys/class/dmi/id/sys_vendor", "Amazon EC2\n", true)]
    [InlineData("sys/class/dmi/id/sys_vendor", "QEMU\n", false)]
    [InlineData("sys/hypervisor/uuid", "ec2e1916-9099-7caf-fd21-012345abcdef\n", true)]
    [InlineData("sys/hypervisor/uuid", "11111916-9099-7caf-fd21-012345abcdef\n", false)]
    public void EC2_names_itself(string file, string text, bool isEc2)
    {
        Write(file, text);

        Assert.Equal(isEc2, Read().IsEc2);
    }

    private MachineFacts Read() => MachineFacts.Read(root.Path);

    private void Write(string name, string text)
    {
        var path = Path.Combine(root.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
