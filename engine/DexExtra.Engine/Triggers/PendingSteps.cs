using DexExtra.Engine.Markets;

namespace DexExtra.Engine.Triggers;

/// <summary>Markets that have a step to test, in order of their first change. Empty between commands.</summary>
internal sealed class PendingSteps(int maxMarkets)
{
    private readonly int[] _markets = new int[maxMarkets];
    private int _count;

    /// <summary>Slots of the markets.</summary>
    public ReadOnlySpan<int> Markets => _markets.AsSpan(0, _count);

    public void Add(Market market)
    {
        if (!market.Triggers.IsPending)
        {
            market.Triggers.IsPending = true;
            _markets[_count++] = market.Slot;
        }
    }

    public void Clear(MarketTable markets)
    {
        foreach (var slot in Markets)
        {
            markets[slot].Triggers.IsPending = false;
        }

        _count = 0;
    }
}
