using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>
/// What the batch did to a market: the last event of each group of columns. A group that no event stated leaves the
/// row's own; a group that one stated is written whole, nulls included.
/// </summary>
internal sealed class MarketChange(MarketUnits units)
{
    public const string Stage =
        "copy stage_markets (market_id, updated_sequence, has_trade, last_price, last_price_ticks,"
        + " last_match_id, last_traded_at, has_state, market_state, state_changed_at, auction_id, auction_kind,"
        + " auction_earliest_end_at, has_indication, indicative_price, indicative_price_ticks, indicative_lots,"
        + " indicative_surplus_side, indicative_surplus_lots, has_uncrossing, last_auction_id, last_auction_price,"
        + " last_auction_price_ticks, last_auction_lots, last_uncrossed_at, has_mark, mark_price, mark_price_ticks,"
        + " marked_at, has_index, index_price, index_price_ticks, indexed_at, has_rules, trading_rules,"
        + " price_increment_ticks, allocation, rules_changed_at, has_pool, collateral_pool, has_settlement,"
        + " settlement_price, settlement_price_ticks, settled_at) from stdin (format binary)";

    public const string Merge =
        """
        update markets m set updated_sequence = s.updated_sequence,
          collateral_pool = case when s.has_pool then s.collateral_pool else m.collateral_pool end,
          settlement_price = case when s.has_settlement then s.settlement_price else m.settlement_price end,
          settlement_price_ticks = case when s.has_settlement then s.settlement_price_ticks
            else m.settlement_price_ticks end,
          settled_at = case when s.has_settlement then s.settled_at else m.settled_at end,
          last_price = case when s.has_trade then s.last_price else m.last_price end,
          last_price_ticks = case when s.has_trade then s.last_price_ticks else m.last_price_ticks end,
          last_match_id = case when s.has_trade then s.last_match_id else m.last_match_id end,
          last_traded_at = case when s.has_trade then s.last_traded_at else m.last_traded_at end,
          market_state = case when s.has_state then s.market_state else m.market_state end,
          state_changed_at = case when s.has_state then s.state_changed_at else m.state_changed_at end,
          auction_id = case when s.has_state then s.auction_id else m.auction_id end,
          auction_kind = case when s.has_state then s.auction_kind else m.auction_kind end,
          auction_earliest_end_at = case when s.has_state then s.auction_earliest_end_at
            else m.auction_earliest_end_at end,
          indicative_price = case when s.has_indication then s.indicative_price else m.indicative_price end,
          indicative_price_ticks = case when s.has_indication then s.indicative_price_ticks
            else m.indicative_price_ticks end,
          indicative_lots = case when s.has_indication then s.indicative_lots else m.indicative_lots end,
          indicative_surplus_side = case when s.has_indication then s.indicative_surplus_side
            else m.indicative_surplus_side end,
          indicative_surplus_lots = case when s.has_indication then s.indicative_surplus_lots
            else m.indicative_surplus_lots end,
          last_auction_id = case when s.has_uncrossing then s.last_auction_id else m.last_auction_id end,
          last_auction_price = case when s.has_uncrossing then s.last_auction_price else m.last_auction_price end,
          last_auction_price_ticks = case when s.has_uncrossing then s.last_auction_price_ticks
            else m.last_auction_price_ticks end,
          last_auction_lots = case when s.has_uncrossing then s.last_auction_lots else m.last_auction_lots end,
          last_uncrossed_at = case when s.has_uncrossing then s.last_uncrossed_at else m.last_uncrossed_at end,
          mark_price = case when s.has_mark then s.mark_price else m.mark_price end,
          mark_price_ticks = case when s.has_mark then s.mark_price_ticks else m.mark_price_ticks end,
          marked_at = case when s.has_mark then s.marked_at else m.marked_at end,
          index_price = case when s.has_index then s.index_price else m.index_price end,
          index_price_ticks = case when s.has_index then s.index_price_ticks else m.index_price_ticks end,
          indexed_at = case when s.has_index then s.indexed_at else m.indexed_at end,
          trading_rules = case when s.has_rules then s.trading_rules else m.trading_rules end,
          price_increment_ticks = case when s.has_rules then s.price_increment_ticks else m.price_increment_ticks end,
          allocation = case when s.has_rules then s.allocation else m.allocation end,
          rules_changed_at = case when s.has_rules then s.rules_changed_at else m.rules_changed_at end
        from stage_markets s where m.market_id = s.market_id
        """;

    private const int ColumnCount = 44;

    private const TradeFlags OffTheTape =
        TradeFlags.Liquidation | TradeFlags.Deleveraging | TradeFlags.Block | TradeFlags.Bust;

    private Traded? _trade;
    private Int128? _pool;
    private (long Ticks, long Ns)? _settlement;
    private (MarketStateChanged Event, long Ns)? _state;
    private bool _hasIndication;
    private AuctionIndicated? _indication;
    private (AuctionUncrossed Event, long Ns)? _uncrossing;
    private (long Ticks, long Ns)? _mark;
    private (long Ticks, long Ns)? _index;
    private (TradingRules Rules, long Ns)? _rules;
    private long _sequence;

    /// <summary>Every trade says the pool; the last price is that of the book (L4, U3, F11).</summary>
    public void Apply(in Traded trade, FrameStamp stamp)
    {
        _trade = (trade.Flags & OffTheTape) == 0 ? trade : _trade;
        _pool = trade.Pool;
        _sequence = stamp.Sequence;
    }

    /// <summary>An indication does not outlive its call, nor passes to the next.</summary>
    public void Apply(in MarketStateChanged changed, FrameStamp stamp)
    {
        if (changed.AuctionId == 0 || changed.Cause != StateCause.Collar)
        {
            SetIndication(null);
        }

        _state = (changed, stamp.TimeNs);
        _sequence = stamp.Sequence;
    }

    public void Apply(in AuctionIndicated indicated, FrameStamp stamp)
    {
        SetIndication(indicated);
        _sequence = stamp.Sequence;
    }

    public void Apply(in AuctionUncrossed uncrossed, FrameStamp stamp)
    {
        SetIndication(null);
        _uncrossing = (uncrossed, stamp.TimeNs);
        _sequence = stamp.Sequence;
    }

    public void Apply(in MarkPriceChanged mark, FrameStamp stamp)
    {
        _mark = (mark.PriceTicks, stamp.TimeNs);
        _sequence = stamp.Sequence;
    }

    public void Apply(in IndexPriceChanged index, FrameStamp stamp)
    {
        _index = (index.PriceTicks, stamp.TimeNs);
        _sequence = stamp.Sequence;
    }

    public void Apply(in TradingRulesChanged changed, FrameStamp stamp)
    {
        _rules = (changed.Rules, stamp.TimeNs);
        _sequence = stamp.Sequence;
    }

    /// <summary>M9: the pool is empty.</summary>
    public void Apply(in MarketSettled settled, FrameStamp stamp)
    {
        _pool = 0;
        _settlement = (settled.SettlementTicks, stamp.TimeNs);
        _sequence = stamp.Sequence;
    }

    public void Encode(CopyBuffer copy)
    {
        copy.Row(ColumnCount);
        copy.Int64(units.MarketId);
        copy.Int64(_sequence);
        EncodeTrade(copy);
        EncodeState(copy);
        EncodeIndication(copy);
        EncodeUncrossing(copy);
        EncodePrice(copy, _mark);
        EncodePrice(copy, _index);
        EncodeRules(copy);
        if (Begin(copy, _pool is not null, 1))
        {
            copy.Money(_pool);
        }

        EncodePrice(copy, _settlement);
    }

    private static bool Begin(CopyBuffer copy, bool isStated, int columns)
    {
        copy.Bool(isStated);
        if (!isStated)
        {
            copy.Nulls(columns);
        }

        return isStated;
    }

    private void SetIndication(AuctionIndicated? indication)
    {
        _hasIndication = true;
        _indication = indication;
    }

    private void EncodeTrade(CopyBuffer copy)
    {
        if (Begin(copy, _trade is not null, 4) && _trade is { } trade)
        {
            copy.Price(units.Price(trade.PriceTicks));
            copy.Int64(trade.PriceTicks);
            copy.Int64(trade.MatchId);
            copy.Time(trade.MatchedNs);
        }
    }

    private void EncodeState(CopyBuffer copy)
    {
        if (!Begin(copy, _state is not null, 5) || _state is not { } state)
        {
            return;
        }

        copy.Code(state.Event.State);
        copy.Time(state.Ns);
        CallColumns.Encode(copy, in state.Event);
    }

    private void EncodeIndication(CopyBuffer copy)
    {
        if (!Begin(copy, _hasIndication, 5))
        {
            return;
        }

        if (_indication is not { } indication)
        {
            copy.Nulls(5);
            return;
        }

        EncodeTicks(copy, indication.HasPrice, indication.PriceTicks);
        copy.Int64(indication.VolumeLots);
        copy.Text(indication.SurplusSide == 0 ? null : Codes.Of(indication.SurplusSide));
        copy.Int64(indication.SurplusLots);
    }

    private void EncodeUncrossing(CopyBuffer copy)
    {
        if (Begin(copy, _uncrossing is not null, 5) && _uncrossing is { } uncrossing)
        {
            copy.Int64(uncrossing.Event.AuctionId);
            EncodeTicks(copy, uncrossing.Event.HasPrice, uncrossing.Event.PriceTicks);
            copy.Int64(uncrossing.Event.VolumeLots);
            copy.Time(uncrossing.Ns);
        }
    }

    private void EncodePrice(CopyBuffer copy, (long Ticks, long Ns)? value)
    {
        if (Begin(copy, value is not null, 3) && value is { } price)
        {
            EncodeTicks(copy, 1, price.Ticks);
            copy.Time(price.Ns);
        }
    }

    private void EncodeRules(CopyBuffer copy)
    {
        if (Begin(copy, _rules is not null, 4) && _rules is { } rules)
        {
            RulesColumns.Encode(copy, in rules.Rules);
            copy.Time(rules.Ns);
        }
    }

    private void EncodeTicks(CopyBuffer copy, byte hasPrice, long ticks)
    {
        copy.Price(hasPrice != 0 ? units.Price(ticks) : null);
        copy.Int64(hasPrice != 0 ? ticks : null);
    }
}
