using DexExtra.Messages;

namespace DexExtra.Persistence.Mirror;

/// <summary>
/// Everything that is mirrored, as the event log states it: level totals are taken over, nothing is matched again.
/// One thread.
/// </summary>
internal sealed class MirrorBooks
{
    private readonly Dictionary<uint, MarketMirror> _markets = [];
    private readonly HashSet<MarketMirror> _changed = [];

    public long Sequence { get; private set; }

    public long TimeNs { get; private set; }

    public IReadOnlyCollection<MarketMirror> Markets => _markets.Values;

    public IReadOnlyCollection<MarketMirror> Changed => _changed;

    public MirrorAccounts Accounts { get; } = new();

    public void Apply(long sequence, ReadOnlySpan<byte> payload)
    {
        var frame = new EventFrame(payload);
        foreach (var item in frame)
        {
            Apply(item, frame.Header.TimestampNs);
            Accounts.Apply(item, in frame.Header);
        }

        Sequence = sequence;
        TimeNs = frame.Header.TimestampNs;
    }

    public void Written()
    {
        foreach (var market in _changed)
        {
            market.Written();
        }

        _changed.Clear();
        Accounts.Written();
    }

    private void Apply(EventFrame.Item item, long timeNs)
    {
        switch (item.Type)
        {
            case EventType.MarketCreated:
                ref readonly var created = ref item.Body<MarketCreated>();
                MirrorParts.Apply(Touch(created.Request.MarketId), in created, timeNs);
                break;
            case EventType.LevelChanged:
                ref readonly var level = ref item.Body<LevelChanged>();
                Touch(level.MarketId).Side(level.Side).Apply(level.PriceTicks, level.QuantityLots, level.OrderCount);
                break;
            case EventType.Traded:
                ref readonly var trade = ref item.Body<Traded>();
                ApplyTrade(in trade);
                break;
            case EventType.MarketStateChanged:
                ref readonly var changed = ref item.Body<MarketStateChanged>();
                MirrorParts.Apply(Touch(changed.MarketId), in changed, timeNs);
                break;
            case EventType.AuctionIndicated:
                ref readonly var indicated = ref item.Body<AuctionIndicated>();
                MirrorParts.Apply(Touch(indicated.MarketId), in indicated, timeNs);
                break;
            case EventType.AuctionUncrossed:
                Touch(item.Body<AuctionUncrossed>().MarketId).Remove(MirrorKeys.Indicative);
                break;
            case EventType.MarkPriceChanged:
                ref readonly var mark = ref item.Body<MarkPriceChanged>();
                MirrorParts.Apply(Touch(mark.MarketId), MirrorKeys.Mark, mark.PriceTicks, timeNs);
                break;
            case EventType.IndexPriceChanged:
                ref readonly var index = ref item.Body<IndexPriceChanged>();
                MirrorParts.Apply(Touch(index.MarketId), MirrorKeys.Index, index.PriceTicks, timeNs);
                break;
            default: // no other event changes what is mirrored
                break;
        }
    }

    /// <summary>The last trade is that of the book: no liquidation, block or bust (L4, L5, U3, F11).</summary>
    private void ApplyTrade(in Traded trade)
    {
        if ((trade.Flags & ~TradeFlags.Auction) == 0)
        {
            MirrorParts.Apply(Touch(trade.MarketId), in trade);
        }
    }

    private MarketMirror Touch(uint marketId)
    {
        if (!_markets.TryGetValue(marketId, out var market))
        {
            market = new MarketMirror(marketId);
            _markets.Add(marketId, market);
        }

        _changed.Add(market);
        return market;
    }
}
