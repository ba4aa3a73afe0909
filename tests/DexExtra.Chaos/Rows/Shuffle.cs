namespace DexExtra.Chaos.Rows;

/// <summary>The n-th of all points: every one once when there are enough runs, else a sample by the seed.</summary>
internal static class Shuffle
{
    public static T Pick<T>(IReadOnlyList<T> points, int seed, int run)
    {
        var order = Enumerable.Range(0, points.Count).ToArray();
        new Random(seed).Shuffle(order);
        return points[order[run % points.Count]];
    }
}
