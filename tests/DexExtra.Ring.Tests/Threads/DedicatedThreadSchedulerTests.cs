using DexExtra.Ring.Threads;

namespace DexExtra.Ring.Tests.Threads;

public sealed class DedicatedThreadSchedulerTests
{
    [Fact]
    public async Task Each_task_gets_a_named_thread_of_its_own()
    {
        var scheduler = new DedicatedThreadScheduler("match");

        var (name, isPool, isBackground) = await Run(
            scheduler,
            static () =>
            {
                var own = Thread.CurrentThread;
                return (own.Name, own.IsThreadPoolThread, own.IsBackground);
            });

        Assert.Equal("match", name);
        Assert.False(isPool);
        Assert.True(isBackground);
    }

    [Fact]
    public async Task A_pinned_thread_may_run_on_its_processor_only()
    {
        var cpu = CpuAffinity.AvailableCpus()[^1];

        var available = await Run(new DedicatedThreadScheduler("pinned", cpu), CpuAffinity.AvailableCpus);

        Assert.Equal([cpu], available);
        Assert.NotEmpty(CpuAffinity.AvailableCpus());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1023)]
    [InlineData(int.MaxValue)]
    public void A_processor_this_process_may_not_use_is_refused_at_construction(int cpu)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DedicatedThreadScheduler("pinned", cpu));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1024)]
    public void A_number_that_names_no_processor_is_refused(int cpu)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CpuAffinity.PinCurrentThread(cpu));
    }

    private static Task<T> Run<T>(TaskScheduler scheduler, Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, scheduler);
}
