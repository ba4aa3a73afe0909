using DexExtra.Engine.Collections;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.OrderLimits;

/// <summary>
/// R6: exposure per owner and market, named by each of its positions. Reckoned when the first position limit is set and
/// exact from then on; before, nobody asks and nothing is counted.
/// </summary>
internal sealed class OwnerExposures(int capacity, ulong hashSeed)
{
    private readonly OwnerExposure[] _exposures = new OwnerExposure[capacity];
    private readonly FlatMap<PairKey> _slots = new(capacity, hashSeed);

    /// <summary>The sums count.</summary>
    public bool IsUsed { get; private set; }

    public int Count => _slots.Count;

    public ref readonly OwnerExposure this[int slot] => ref _exposures[slot];

    public bool TryFind(int owner, int market, out int slot) =>
        _slots.TryGet(new PairKey((ulong)owner, (ulong)market), out slot);

    /// <summary>There is never more than one per position.</summary>
    public int FindOrAdd(int owner, int market)
    {
        if (!TryFind(owner, market, out var slot))
        {
            slot = Count;
            _slots.Add(new PairKey((ulong)owner, (ulong)market), slot);
            _exposures[slot] = new OwnerExposure { Owner = owner, Market = market };
        }

        return slot;
    }

    /// <summary>From here on the sums count.</summary>
    public void Start(PositionTable positions)
    {
        if (IsUsed)
        {
            return;
        }

        IsUsed = true;
        for (var slot = 0; slot < positions.Count; slot++)
        {
            ref readonly var position = ref positions[slot];
            CountLots(position.Exposure, position.Lots);
            CountOpen(position.Exposure, Side.Buy, position.OpenBuyLots);
            CountOpen(position.Exposure, Side.Sell, position.OpenSellLots);
        }
    }

    /// <summary>A position of the owner grew by so many signed lots.</summary>
    public void CountLots(int slot, long change)
    {
        if (IsUsed)
        {
            _exposures[slot].Lots += change;
        }
    }

    /// <summary>Live orders of one side grew by so many lots, or with a negative number shrank.</summary>
    public void CountOpen(int slot, Side side, long change)
    {
        if (!IsUsed)
        {
            return;
        }

        ref var exposure = ref _exposures[slot];
        exposure.OpenBuyLots += side == Side.Buy ? change : 0;
        exposure.OpenSellLots += side == Side.Buy ? 0 : change;
    }
}
