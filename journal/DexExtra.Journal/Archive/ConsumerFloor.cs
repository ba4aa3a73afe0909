using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Archive;

/// <summary>Up to where every follower has the event log behind it: the lowest of their cursors.</summary>
public sealed record ConsumerFloor(long Sequence, string Consumer)
{
    /// <summary>A follower without a readable cursor needs everything.</summary>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public static ConsumerFloor Of(IStorage storage, string cursorsFolder, IEnumerable<string> consumers)
    {
        var lowest = new ConsumerFloor(long.MaxValue, "nobody");
        foreach (string consumer in consumers)
        {
            long done = CursorFolder.Read(storage, cursorsFolder, consumer)?.Done ?? 0;
            if (done < lowest.Sequence)
            {
                lowest = new ConsumerFloor(done, consumer);
            }
        }
        return lowest;
    }

    public override string ToString() =>
        $"the follower that is furthest back, {Consumer}, has the events up to {Sequence}";
}
