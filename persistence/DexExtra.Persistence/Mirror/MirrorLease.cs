using System.Diagnostics;
using StackExchange.Redis;

namespace DexExtra.Persistence.Mirror;

/// <summary>
/// The right to write the mirror: a number that counts up in Redis, which every write demands to be still this
/// process's. So a writer that slept, or that a partition cut off, never overwrites what a newer one wrote. Whoever
/// starts takes it; whoever lost it takes it back only when the mirror is gone or stood still behind his own books.
/// One task.
/// </summary>
internal sealed class MirrorLease(IDatabase database, MirrorKeys keys)
{
    private long? _number;
    private long _stoodAt = -1;
    private long _stoodSince = Stopwatch.GetTimestamp();

    /// <summary>False before the first <see cref="TakeAsync"/> and after a loss.</summary>
    public bool IsHeld => _number is not null;

    /// <summary>Goes into every write.</summary>
    public Condition Demand => Condition.StringEqual(keys.Writer, _number ?? 0);

    /// <summary>From now on no other writer's write succeeds.</summary>
    /// <exception cref="MirrorTakenException">It was taken from this process, whose taker is alive.</exception>
    public async Task TakeAsync(long booksSequence)
    {
        if (_stoodAt >= 0)
        {
            await DemandAbandonedAsync(booksSequence);
        }

        await DropGarbageAsync();
        _number = await database.StringIncrementAsync(keys.Writer);
        _stoodAt = 0;
    }

    /// <summary>A write was refused: is it still ours? A number that is gone was flushed.</summary>
    /// <exception cref="MirrorTakenException">It is not.</exception>
    public async Task ConfirmAsync()
    {
        RedisValue holder = await database.StringGetAsync(keys.Writer);
        if (holder.TryParse(out long number) && number == _number)
        {
            return;
        }

        var mine = _number;
        _number = null;
        _stoodSince = Stopwatch.GetTimestamp();
        _stoodAt = 0;
        throw new MirrorTakenException(holder.IsNull
            ? "the mirror was emptied"
            : $"writer {holder} took the mirror from this one, {mine}");
    }

    private async Task DropGarbageAsync()
    {
        var type = await database.KeyTypeAsync(keys.Writer);
        if (type is RedisType.None
            || (type is RedisType.String && (await database.StringGetAsync(keys.Writer)).TryParse(out long _)))
        {
            return;
        }

        await database.KeyDeleteAsync(keys.Writer);
    }

    private async Task DemandAbandonedAsync(long booksSequence)
    {
        RedisValue position = await database.HashGetAsync(keys.Mirror, MirrorKeys.Sequence);
        if (position.IsNull && await database.StringGetAsync(keys.Writer) is { IsNull: true })
        {
            return;
        }

        var sequence = position.TryParse(out long at) ? at : 0;
        if (sequence != _stoodAt)
        {
            _stoodAt = sequence;
            _stoodSince = Stopwatch.GetTimestamp();
        }

        var stoodMs = Stopwatch.GetElapsedTime(_stoodSince).TotalMilliseconds;
        if (sequence >= booksSequence || stoodMs < PersistenceLimits.MirrorTakeoverMs)
        {
            throw new MirrorTakenException($"another process writes the mirror, which is at {sequence}");
        }
    }
}
