namespace DexExtra.Engine.Matching;

/// <summary>Pro-rata division in whole lots.</summary>
internal static class Shares
{
    /// <summary>
    /// Splits lots over capacities: everyone's capacity if there is enough for all, else floor(lots × capacity /
    /// total) each, and what that leaves in order, up to each one's capacity.
    /// </summary>
    public static void Divide(long lots, ReadOnlySpan<long> capacities, Span<long> shares)
    {
        Int128 total = 0;
        foreach (var capacity in capacities)
        {
            total += capacity;
        }

        if (lots >= total)
        {
            capacities.CopyTo(shares);
            return;
        }

        var left = lots;
        for (var index = 0; index < capacities.Length; index++)
        {
            shares[index] = (long)(Math.BigMul(lots, capacities[index]) / total);
            left -= shares[index];
        }

        for (var index = 0; index < capacities.Length && left > 0; index++)
        {
            var more = Math.Min(left, capacities[index] - shares[index]);
            shares[index] += more;
            left -= more;
        }
    }
}
