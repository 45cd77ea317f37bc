using AssumeRole.Http;

namespace AssumeRole.Serving.Tests.Http;

public sealed class DescriptorLimitTests
{
    [Fact]
    public void There_is_room_for_connections_unless_the_system_has_no_limit()
    {
        if (OperatingSystem.IsWindows()) Assert.Null(DescriptorLimit.FindRoom());
        else Assert.InRange(DescriptorLimit.FindRoom()!.Value, 1, int.MaxValue - 1);
    }

    [Fact]
    public void A_program_is_started_under_the_limit_as_it_was()
    {
        var limit = DescriptorLimit.Raise();

        Assert.Equal(7, limit.WithLimitAsBefore(() => 7));
        Assert.Throws<IOException>(() => limit.WithLimitAsBefore<int>(() => throw new IOException()));
    }
}
