using System.Globalization;

namespace DexExtra.Journal.Tool;

/// <summary>Up to where every follower has the event log behind it: the lowest of their cursors.</summary>
internal sealed record ConsumerFloor(long Sequence, string Consumer)
{
    private const string Folder = "cursors";

    /// <summary>A follower without a readable cursor needs everything.</summary>
    public static ConsumerFloor Of(string dataFolder, IEnumerable<string> consumers)
    {
        var lowest = new ConsumerFloor(long.MaxValue, "nobody");
        foreach (var consumer in consumers)
        {
            var file = Path.Combine(dataFolder, Folder, consumer);
            var text = File.Exists(file) ? File.ReadAllText(file).Trim() : string.Empty;
            var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var cursor);
            var sequence = isNumber ? cursor : 0;
            if (sequence < lowest.Sequence)
            {
                lowest = new ConsumerFloor(sequence, consumer);
            }
        }

        return lowest;
    }

    public override string ToString() =>
        $"the follower that is furthest back, {Consumer}, has the events up to {Sequence}";
}
