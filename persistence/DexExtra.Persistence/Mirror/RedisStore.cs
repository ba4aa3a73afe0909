using System.Globalization;
using StackExchange.Redis;

namespace DexExtra.Persistence.Mirror;

/// <summary>
/// The mirror's writes. Every write is one MULTI that runs only if this process still holds the mirror, and Redis is
/// at the sequence that it wrote last: a flush, a restart, or another writer makes it fail instead of leaving a
/// mixture, and the whole mirror is written again.
/// </summary>
internal sealed class RedisStore(IConnectionMultiplexer redis, MirrorKeys keys)
{
    private readonly IDatabase _database = redis.GetDatabase();
    private readonly AccountWrites _accounts = new(keys);

    public MirrorLease Lease { get; } = new(redis.GetDatabase(), keys);

    /// <summary>True if Redis still holds the mirror of this sequence.</summary>
    public async Task<bool> IsAtAsync(long sequence) =>
        await _database.HashGetAsync(keys.Mirror, MirrorKeys.Sequence) == sequence;

    /// <summary>Writes what changed since <paramref name="afterSequence"/>; false if Redis is not there.</summary>
    public async Task<bool> WriteChangesAsync(MirrorBooks books, long afterSequence)
    {
        var isAt = Condition.HashEqual(keys.Mirror, MirrorKeys.Sequence, afterSequence);
        var accounts = new Queue<Action<RedisBatch>>(_accounts.Of(books.Accounts));
        while (accounts.Count > PersistenceLimits.MirrorBatchKeys)
        {
            // accounts may be ahead of the position: each key tells its own sequence
            var part = Begin(isAt);
            Take(accounts, part);
            if (!await part.ExecuteAsync())
            {
                return false;
            }
        }

        var batch = Begin(isAt);
        Take(accounts, batch);
        foreach (var market in books.Changed)
        {
            WriteSide(batch, keys.Bids(market.MarketId), market.Bids, market.Bids.Changed, books.Sequence);
            WriteSide(batch, keys.Asks(market.MarketId), market.Asks, market.Asks.Changed, books.Sequence);
            WriteParts(batch, market, market.ChangedParts, books.Sequence);
        }

        WritePosition(batch, books);
        _accounts.Hint(batch, books.Accounts, books.Sequence);
        return await batch.ExecuteAsync();
    }

    /// <summary>
    /// Removes every key of the venue, then writes everything: each market in one MULTI, accounts in parts, the
    /// position last.
    /// </summary>
    /// <exception cref="MirrorTakenException">Another writer took the mirror; it writes nothing more.</exception>
    public async Task RewriteAsync(MirrorBooks books)
    {
        await ExecuteAsync(batch => batch.Add(batch.Transaction.KeyDeleteAsync(keys.Mirror)));
        foreach (var server in redis.GetServers())
        {
            await foreach (var stale in server.KeysAsync(pattern: keys.All).Where(key => key != keys.Writer)
                .Chunk(PersistenceLimits.MirrorBatchKeys))
            {
                await ExecuteAsync(batch => batch.Add(batch.Transaction.KeyDeleteAsync(stale)));
            }
        }

        foreach (var market in books.Markets)
        {
            await ExecuteAsync(batch =>
            {
                WriteSide(batch, keys.Bids(market.MarketId), market.Bids, [.. market.Bids.Levels.Keys], books.Sequence);
                WriteSide(batch, keys.Asks(market.MarketId), market.Asks, [.. market.Asks.Levels.Keys], books.Sequence);
                WriteParts(batch, market, [.. market.Parts.Keys], books.Sequence);
            });
        }

        var accounts = new Queue<Action<RedisBatch>>(_accounts.All(books.Accounts));
        while (accounts.Count > 0)
        {
            await ExecuteAsync(batch => Take(accounts, batch));
        }

        await ExecuteAsync(batch => WritePosition(batch, books));
    }

    private static void Take(Queue<Action<RedisBatch>> writes, RedisBatch batch)
    {
        for (var count = 0; count < PersistenceLimits.MirrorBatchKeys && writes.TryDequeue(out var write); count++)
        {
            write(batch);
        }
    }

    private RedisBatch Begin(params Condition[] conditions)
    {
        var transaction = _database.CreateTransaction();
        transaction.AddCondition(Lease.Demand);
        foreach (var condition in conditions)
        {
            transaction.AddCondition(condition);
        }

        return new RedisBatch(transaction);
    }

    private async Task ExecuteAsync(Action<RedisBatch> write)
    {
        var batch = Begin();
        write(batch);
        if (!await batch.ExecuteAsync())
        {
            await Lease.ConfirmAsync();
            throw new RedisException("a write was refused although the mirror is ours");
        }
    }

    private static void WriteSide(
        RedisBatch batch, RedisKey key, BookSide side, IReadOnlyCollection<long> prices, long sequence)
    {
        var set = new List<HashEntry>(prices.Count + 1) { new(MirrorKeys.Sequence, sequence) };
        var gone = new List<RedisValue>();
        foreach (var price in prices)
        {
            RedisValue field = price.ToString(CultureInfo.InvariantCulture);
            if (side.Levels.TryGetValue(price, out var level))
            {
                set.Add(new HashEntry(field, level.ToString()));
            }
            else
            {
                gone.Add(field);
            }
        }

        batch.Add(batch.Transaction.HashSetAsync(key, [.. set]));
        if (gone.Count > 0)
        {
            batch.Add(batch.Transaction.HashDeleteAsync(key, [.. gone]));
        }
    }

    /// <summary>A part is replaced whole: fields that it no longer has must not stay.</summary>
    private void WriteParts(
        RedisBatch batch, MarketMirror market, IReadOnlyCollection<string> parts, long sequence)
    {
        foreach (var part in parts)
        {
            RedisKey key = keys.Part(market.MarketId, part);
            batch.Add(batch.Transaction.KeyDeleteAsync(key));
            if (market.Parts.TryGetValue(part, out var fields))
            {
                batch.Add(batch.Transaction.HashSetAsync(key, [new(MirrorKeys.Sequence, sequence), .. fields]));
            }
        }
    }

    private void WritePosition(RedisBatch batch, MirrorBooks books)
    {
        batch.Add(batch.Transaction.HashSetAsync(keys.Mirror,
        [
            new(MirrorKeys.Sequence, books.Sequence),
            new(MirrorKeys.EngineTimeNs, books.TimeNs),
        ]));
        batch.Add(batch.Transaction.PublishAsync(RedisChannel.Literal(keys.Hints), books.Sequence));
    }
}
