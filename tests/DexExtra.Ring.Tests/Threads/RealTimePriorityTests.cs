using System.Globalization;
using DexExtra.Ring.Threads;

namespace DexExtra.Ring.Tests.Threads;

public sealed class RealTimePriorityTests
{
    private const int Asked = 3;

    /// <summary>Of the kernel's own figures of a thread: 40, counted from the field after its name.</summary>
    private const int RealTimeField = 37;

    /// <summary>A kernel that refuses leaves the thread as it was; one that grants says so itself.</summary>
    [Fact]
    public void The_kernel_has_the_priority_that_was_granted_and_threads_started_from_there_have_none()
    {
        var (granted, own, child) = (false, 0, -1);
        var thread = new Thread(() =>
        {
            granted = RealTimePriority.TrySetForCurrentThread(Asked);
            own = PriorityHere();
            var inner = new Thread(() => child = PriorityHere());
            inner.Start();
            inner.Join();
        });
        thread.Start();
        thread.Join();

        Assert.Equal(granted ? Asked : 0, own);
        Assert.Equal(0, child);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void A_priority_that_there_is_not_is_refused(int priority) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RealTimePriority.TrySetForCurrentThread(priority));

    private static int PriorityHere()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[RealTimeField], CultureInfo.InvariantCulture);
    }
}
