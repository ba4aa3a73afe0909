using DexExtra.Persistence.Mirror;
using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests.Mirror;

/// <summary>The mirror goes forward only: a writer that slept never overwrites what a newer one wrote.</summary>
public sealed class MirrorLeaseTests(RedisServer redis, PostgresCluster cluster) : IClassFixture<RedisServer>
{
    private static readonly MirrorKeys Keys = new("test");

    [Fact]
    public async Task A_writer_that_slept_changes_nothing_and_takes_nothing_back()
    {
        var (old, current) = await TwoWritersAsync();
        var before = await DumpAsync();

        Assert.False(await old.Store.WriteChangesAsync(old.Books, 100));
        await Assert.ThrowsAsync<MirrorTakenException>(() => old.Store.RewriteAsync(old.Books));
        Assert.False(old.Store.Lease.IsHeld);
        await Assert.ThrowsAsync<MirrorTakenException>(() => old.Store.Lease.TakeAsync(old.Books.Sequence));
        await Assert.ThrowsAsync<MirrorTakenException>(() => old.Store.Lease.TakeAsync(current.Books.Sequence + 1));
        await Assert.ThrowsAsync<MirrorTakenException>(() => old.Store.RewriteAsync(old.Books));

        Assert.Equal(before, await DumpAsync());
        Assert.True(await current.Store.IsAtAsync(current.Books.Sequence));
    }

    [Fact]
    public async Task A_writer_whose_mirror_was_taken_does_not_write_everything_again()
    {
        var (_, current) = await TwoWritersAsync();
        await redis.AskAsync(database => database.StringSetAsync(Keys.Writer, 77));

        await Assert.ThrowsAsync<MirrorTakenException>(() => current.Store.RewriteAsync(current.Books));
        Assert.False(current.Store.Lease.IsHeld);
        Assert.True(await current.Store.IsAtAsync(current.Books.Sequence));
    }

    [Fact]
    public async Task An_emptied_mirror_is_anybodys_and_garbage_is_nobodys()
    {
        var (old, current) = await TwoWritersAsync();
        await redis.AskAsync(database => database.ExecuteAsync("FLUSHALL"));
        await Assert.ThrowsAsync<MirrorTakenException>(() => current.Store.RewriteAsync(current.Books));
        await current.Store.Lease.TakeAsync(current.Books.Sequence);
        await current.Store.RewriteAsync(current.Books);
        Assert.True(await current.Store.IsAtAsync(current.Books.Sequence));

        await redis.AskAsync(database => database.KeyDeleteAsync(Keys.Writer));
        await redis.AskAsync(database => database.SetAddAsync(Keys.Writer, "garbage"));
        var next = await WriterAsync(old.Books);
        await next.RewriteAsync(old.Books);
        Assert.True(await next.IsAtAsync(old.Books.Sequence));
    }

    private async Task<((RedisStore Store, MirrorBooks Books) Old, (RedisStore Store, MirrorBooks Books) Current)> TwoWritersAsync()
    {
        await redis.AskAsync(database => database.ExecuteAsync("FLUSHALL"));
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(65)).Open();
        venue.Run(300);
        var (slept, books) = (Books(venue.Frames.Take(100)), Books(venue.Frames));
        var old = await WriterAsync(slept);
        await old.RewriteAsync(slept);
        var current = await WriterAsync(books);
        await current.RewriteAsync(books);
        return ((old, slept), (current, books));
    }

    private static MirrorBooks Books(IEnumerable<byte[]> frames)
    {
        var books = new MirrorBooks();
        var sequence = 0;
        foreach (var frame in frames)
        {
            books.Apply(++sequence, frame);
        }

        return books;
    }

    private async Task<RedisStore> WriterAsync(MirrorBooks books)
    {
        var store = new RedisStore(await redis.AskAsync(database => Task.FromResult(database.Multiplexer)), Keys);
        await store.Lease.TakeAsync(books.Sequence);
        return store;
    }

    private Task<string> DumpAsync() => redis.AskAsync(async database =>
    {
        var lines = new List<string>();
        await foreach (var key in database.Multiplexer.GetServers()[0].KeysAsync(pattern: "*"))
        {
            lines.Add($"{key} {(key == Keys.Writer ? await database.StringGetAsync(key)
                : string.Join(' ', await database.HashGetAllAsync(key)))}");
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    });
}
