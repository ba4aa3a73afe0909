using System.Globalization;
using StackExchange.Redis;

namespace DexExtra.Persistence.Mirror;

/// <summary>
/// The mirror's writes. Every write is one MULTI that runs only if Redis is still at the sequence that this process
/// wrote last: a flush, a restart, or another writer makes it fail instead of leaving a mixture, and the whole mirror
/// is written again.
/// </summary>
internal sealed class RedisStore(IConnectionMultiplexer redis, MirrorKeys keys)
{
    private readonly IDatabase _database = redis.GetDatabase();

    /// <summary>True if Redis still holds the mirror of this sequence.</summary>
    public async Task<bool> IsAtAsync(long sequence) =>
        await _database.HashGetAsync(keys.Mirror, MirrorKeys.Sequence) == sequence;

    /// <summary>Writes what changed since <paramref name="afterSequence"/>; false if Redis is not there.</summary>
    public async Task<bool> WriteChangesAsync(MirrorBooks books, long afterSequence)
    {
        var batch = new RedisBatch(_database.CreateTransaction());
        batch.Transaction.AddCondition(Condition.HashEqual(keys.Mirror, MirrorKeys.Sequence, afterSequence));
        foreach (var market in books.Changed)
        {
            WriteSide(batch, keys.Bids(market.MarketId), market.Bids, market.Bids.Changed, books.Sequence);
            WriteSide(batch, keys.Asks(market.MarketId), market.Asks, market.Asks.Changed, books.Sequence);
            WriteParts(batch, market, market.ChangedParts, books.Sequence);
        }

        WritePosition(batch, books);
        return await batch.ExecuteAsync();
    }

    /// <summary>
    /// Removes every key of the venue, then writes all books, each market in one MULTI, the position last.
    /// </summary>
    public async Task RewriteAsync(MirrorBooks books)
    {
        await _database.KeyDeleteAsync(keys.Mirror);
        foreach (var server in redis.GetServers())
        {
            await foreach (var stale in server.KeysAsync(pattern: keys.All))
            {
                await _database.KeyDeleteAsync(stale);
            }
        }

        foreach (var market in books.Markets)
        {
            var batch = new RedisBatch(_database.CreateTransaction());
            WriteSide(batch, keys.Bids(market.MarketId), market.Bids, [.. market.Bids.Levels.Keys], books.Sequence);
            WriteSide(batch, keys.Asks(market.MarketId), market.Asks, [.. market.Asks.Levels.Keys], books.Sequence);
            WriteParts(batch, market, [.. market.Parts.Keys], books.Sequence);
            await batch.ExecuteAsync();
        }

        var position = new RedisBatch(_database.CreateTransaction());
        WritePosition(position, books);
        await position.ExecuteAsync();
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

    private void WritePosition(RedisBatch batch, MirrorBooks books) =>
        batch.Add(batch.Transaction.HashSetAsync(keys.Mirror,
        [
            new(MirrorKeys.Sequence, books.Sequence),
            new(MirrorKeys.EngineTimeNs, books.TimeNs),
        ]));
}
