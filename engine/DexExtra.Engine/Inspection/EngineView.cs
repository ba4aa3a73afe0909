using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// Read-only inspection for the thread that applies commands: metrics, tools and tests. Unknown accounts, assets and
/// markets read as empty.
/// </summary>
public sealed class EngineView
{
    private readonly EngineState _state;

    internal EngineView(EngineState state) => _state = state;

    /// <summary>Sequence of the last applied command, 0 before the first.</summary>
    public long Sequence => _state.Sequence;

    /// <summary>Engine time of the last applied command.</summary>
    public long TimestampNs => _state.TimestampNs;

    public int Accounts => _state.Accounts.Count;

    public int Markets => _state.Markets.Count;

    public int OpenOrders => _state.Orders.Count;

    /// <summary>JRN-09: the sequencer's switch is on.</summary>
    public bool IsLowOnSpace => _state.VenueState.LowSpace;

    /// <summary>Match id that the next trade gets.</summary>
    public ulong NextMatchId => _state.Settlement.Next;

    /// <summary>
    /// Oldest match whose settlement is not terminal; equals <see cref="NextMatchId"/> when there is none.
    /// </summary>
    public ulong OldestUnsettledMatchId => _state.Settlement.Oldest;

    public BalanceView Balance(in AccountId account, uint assetId)
    {
        if (_state.Accounts.TryFind(in account, out var accountSlot)
            && _state.Assets.TryFind(assetId, out var asset)
            && _state.Ledger.TryFind(accountSlot, asset, out var slot))
        {
            ref readonly var balance = ref _state.Ledger[slot];
            return new BalanceView(balance.Available, balance.Held);
        }

        return default;
    }

    public PositionView Position(in AccountId account, uint marketId)
    {
        if (_state.Accounts.TryFind(in account, out var accountSlot)
            && _state.Markets.Find(marketId) is { } market
            && _state.Positions.TryFind(accountSlot, market.Slot, out var slot))
        {
            ref readonly var position = ref _state.Positions[slot];
            return new PositionView(position.Lots, position.Cost, position.OpenBuyLots, position.OpenSellLots);
        }

        return default;
    }

    /// <summary>Collateral pool of a market, ledger units.</summary>
    public Int128 Pool(uint marketId) => _state.Markets.Find(marketId)?.PoolAmount ?? 0;

    /// <summary>Open interest of a market in lots.</summary>
    public long OpenInterest(uint marketId) => _state.Markets.Find(marketId)?.LongLots ?? 0;

    /// <summary>Recent move between marks of a market in ticks, rounded up (B2); an input of its margins.</summary>
    public long TickVolatility(uint marketId) => _state.Markets.Find(marketId) is { } market
        ? (long)Prices.TickVolatility.InTicks(market.Prices.Volatility)
        : 0;

    /// <summary>B7: engine time at which the mark was last found, null without one; an input of reviews.</summary>
    public long? MarkedNs(uint marketId) => _state.Markets.Find(marketId) is { Prices.HasMark: true } market
        ? market.Prices.MarkNs
        : null;

    /// <summary>Fees collected in an asset, ledger units.</summary>
    public Int128 Fees(uint assetId) => _state.Assets.TryFind(assetId, out var slot) ? _state.Assets[slot].Fees : 0;

    /// <summary>Sum of all deposits of an asset, ledger units.</summary>
    public Int128 Deposited(uint assetId) =>
        _state.Assets.TryFind(assetId, out var slot) ? _state.Assets[slot].Deposited : 0;

    /// <summary>State of a match inside the settlement window, else null.</summary>
    public SettlementState? Settlement(ulong matchId) =>
        matchId >= _state.Settlement.Oldest && matchId < _state.Settlement.Next ? _state.Settlement[matchId] : null;

    /// <summary>Copies resting orders of one side in priority order; returns how many fitted.</summary>
    public int CopyOrders(uint marketId, Side side, Span<BookOrder> destination)
    {
        var count = 0;
        if (_state.Markets.Find(marketId) is not { } market)
        {
            return count;
        }

        var ladder = market.Ladder(side);
        var level = ladder.Best;
        while (level >= 0 && count < destination.Length)
        {
            for (var slot = _state.Books.Level(level).Oldest; slot >= 0 && count < destination.Length;)
            {
                ref readonly var order = ref _state.Orders[slot];
                destination[count++] = new BookOrder(
                    order.PriceTicks, order.OrderId, _state.Books.ActiveLots(slot), order.DisplayedLots);
                slot = order.Queue.Next;
            }

            level = ladder.NextWorse(_state.Books.Level(level).PriceTicks);
        }

        return count;
    }
}
