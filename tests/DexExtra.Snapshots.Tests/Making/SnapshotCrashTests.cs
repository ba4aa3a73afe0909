using DexExtra.Journal.Storage;
using DexExtra.Journal.Tests.Storage;

namespace DexExtra.Snapshots.Tests.Making;

/// <summary>Crashes and refusals at every storage call of the one who writes snapshots.</summary>
public sealed class SnapshotCrashTests(ITestOutputHelper output)
{
    private const int Seed = 20_261;
    private const int Snapshots = 5;

    private static readonly CrashMode[] Modes =
        [CrashMode.KeepAll, CrashMode.LoseUnsynced, CrashMode.Tear, CrashMode.Tear];

    [Fact]
    [Trait("rule", "JRN-14")]
    public void After_a_crash_at_any_call_the_newest_snapshot_is_whole_and_none_that_was_named_is_lost()
    {
        var random = new Random(Seed);
        var storage = new FaultyStorage();
        using var venue = new TestVenue(storage);
        long named = 0;
        var points = 0;
        for (var number = 0; number < Snapshots; number++)
        {
            venue.Play(4);
            storage.OnCall = _ =>
            {
                foreach (var mode in Modes)
                {
                    CheckAndContinue(venue, storage.ForkCrashed(mode, random), named);
                    points++;
                }
            };
            named = venue.Make()!.Header.Sequence;
            storage.OnCall = null;
        }

        output.WriteLine($"seed {Seed}: {points} crash points");
        Assert.True(points > 200, $"{points} crash points");
    }

    [Theory]
    [InlineData("create", Errno.NoSpace)]
    [InlineData("write", Errno.NoSpace)]
    [InlineData("sync", Errno.InputOutput)]
    [InlineData("rename", Errno.InputOutput)]
    [InlineData("syncfolder", Errno.InputOutput)]
    [InlineData("delete", Errno.InputOutput)]
    [Trait("rule", "JRN-08")]
    [Trait("rule", "JRN-09")]
    public void A_refused_call_leaves_the_old_snapshots_and_the_next_try_succeeds(string operation, int errno)
    {
        var storage = new FaultyStorage();
        using var venue = new TestVenue(storage);
        for (var number = 0; number < Snapshots; number++)
        {
            venue.Play(3);
            Assert.NotNull(venue.Make());
        }

        var nth = 1;
        for (; ; nth++)
        {
            venue.Play(3);
            var fork = storage.ForkCrashed(CrashMode.KeepAll, new Random(Seed));
            fork.Refusal = (operation, nth, errno);
            if (!Refuses(() => venue.Maker(fork).Make(venue.Published, CancellationToken.None)))
            {
                break;
            }

            Assert.Equal(1, fork.RefusalsSeen);
            CheckAndContinue(venue, fork, venue.Published - (3 * 3 * nth));
        }

        Assert.True(nth > 1, $"{operation} was never called");
    }

    /// <summary>What is found is whole, of at least the sequence, and the next snapshot can be made on it.</summary>
    private static void CheckAndContinue(TestVenue venue, FaultyStorage storage, long atLeast)
    {
        List<string> lines = [];
        var found = venue.LoadNewest(storage, lines, out var held);
        Assert.Empty(lines);
        Assert.True(held >= atLeast, $"newest snapshot {held}, {atLeast} was named");
        if (found is not null)
        {
            Assert.Equal(held, found.Header!.Sequence);
            Assert.Equal(venue.Hashes[held], found.Engine.StateHash());
        }

        var next = venue.Maker(storage).Make(venue.Published, CancellationToken.None);
        Assert.Equal(held < venue.Published, next is not null);
        Assert.Equal(venue.Hashes[venue.Published], venue.LoadNewest(storage, lines, out _)!.Engine.StateHash());
        Assert.Empty(lines);
    }

    private static bool Refuses(Func<object?> make)
    {
        try
        {
            _ = make();
            return false;
        }
        catch (StorageException)
        {
            return true;
        }
    }
}
