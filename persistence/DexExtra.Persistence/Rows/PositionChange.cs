using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>
/// One account's position in one market: the state after its last fill of the batch, and the sums over the fills of
/// the batch, which the merge adds to the row's totals.
/// </summary>
internal sealed class PositionChange(AccountId account, MarketUnits units)
{
    public const string Stage =
        "copy stage_positions (account_address, subaccount, market_id, metric_id, asset_id, position_lots,"
        + " position_quantity, position_cost, average_entry_price, bought_lots, bought_tick_lots, sold_lots,"
        + " sold_tick_lots, realised_pnl, fees_paid, fill_count, opened_at, closed_at, updated_at, last_match_id,"
        + " updated_sequence, settled_lots, settled_at) from stdin (format binary)";

    /// <summary>
    /// A position that neither exists nor is opened here violates not null: the log has a hole, and we stop.
    /// </summary>
    public const string Merge =
        """
        insert into user_positions as p (account_address, subaccount, market_id, metric_id, asset_id, position_lots,
          position_quantity, position_cost, average_entry_price, bought_lots, bought_tick_lots, sold_lots,
          sold_tick_lots, realised_pnl, fees_paid, fill_count, opened_at, closed_at, updated_at, last_match_id,
          updated_sequence, settled_lots, settled_at)
        select s.account_address, s.subaccount, s.market_id, s.metric_id, s.asset_id, s.position_lots,
          s.position_quantity, s.position_cost, s.average_entry_price,
          s.bought_lots + coalesce(o.bought_lots, 0), s.bought_tick_lots + coalesce(o.bought_tick_lots, 0),
          s.sold_lots + coalesce(o.sold_lots, 0), s.sold_tick_lots + coalesce(o.sold_tick_lots, 0),
          s.realised_pnl + coalesce(o.realised_pnl, 0), s.fees_paid + coalesce(o.fees_paid, 0),
          s.fill_count + coalesce(o.fill_count, 0), coalesce(s.opened_at, o.opened_at), s.closed_at, s.updated_at,
          coalesce(s.last_match_id, o.last_match_id), s.updated_sequence,
          s.settled_lots + coalesce(o.settled_lots, 0), coalesce(s.settled_at, o.settled_at)
        from stage_positions s left join user_positions o using (account_address, subaccount, market_id)
        on conflict (account_address, subaccount, market_id) do update set position_lots = excluded.position_lots,
          position_quantity = excluded.position_quantity, position_cost = excluded.position_cost,
          average_entry_price = excluded.average_entry_price, bought_lots = excluded.bought_lots,
          bought_tick_lots = excluded.bought_tick_lots, sold_lots = excluded.sold_lots,
          sold_tick_lots = excluded.sold_tick_lots, realised_pnl = excluded.realised_pnl,
          fees_paid = excluded.fees_paid, fill_count = excluded.fill_count, opened_at = excluded.opened_at,
          closed_at = excluded.closed_at, updated_at = excluded.updated_at, last_match_id = excluded.last_match_id,
          updated_sequence = excluded.updated_sequence, settled_lots = excluded.settled_lots,
          settled_at = excluded.settled_at
        """;

    private readonly AccountId _account = account;
    private readonly long[] _lots = new long[2];
    private readonly Int128[] _tickLots = new Int128[2];
    private long _lotsAfter;
    private Int128 _costAfter;
    private ulong? _matchId;
    private FrameStamp _stamp;
    private Int128 _realisedPnl;
    private Int128 _fees;
    private long _fills;
    private long? _openedNs;
    private long _settledLots;
    private long? _settledNs;

    public void Apply(in Traded trade, in TradeSide side, Side direction, FrameStamp stamp)
    {
        _lotsAfter = side.PositionLots;
        _costAfter = side.PositionCost;
        _matchId = trade.MatchId;
        _stamp = stamp;
        _realisedPnl += side.RealisedPnl;
        _fees += side.Fee;
        _fills++;
        var index = direction == Side.Buy ? 0 : 1;
        _lots[index] += trade.QuantityLots;
        _tickLots[index] += (Int128)trade.PriceTicks * trade.QuantityLots;
        var signedLots = direction == Side.Buy ? trade.QuantityLots : -trade.QuantityLots;
        var before = side.PositionLots - signedLots;
        if (Math.Sign(before) != Math.Sign(side.PositionLots) && side.PositionLots != 0)
        {
            _openedNs = stamp.TimeNs;
        }
    }

    /// <summary>M9: paid out, without a fill.</summary>
    public void Apply(in PositionSettled settled, FrameStamp stamp)
    {
        _lotsAfter = 0;
        _costAfter = 0;
        _stamp = stamp;
        _realisedPnl += settled.RealisedPnl - settled.Socialised;
        _fees += settled.Fee;
        _settledLots += settled.Lots;
        _settledNs = stamp.TimeNs;
    }

    public void Encode(CopyBuffer copy)
    {
        copy.Row(23);
        copy.Address(in _account.Owner);
        copy.Int64(_account.Subaccount);
        copy.Int64(units.MarketId);
        copy.Text(units.MetricId);
        copy.Int64(units.AssetId);
        copy.Int64(_lotsAfter);
        copy.Money(units.Quantity(_lotsAfter));
        copy.Money(_costAfter);
        copy.Price(units.AverageEntry(_costAfter, _lotsAfter));
        copy.Integer(_lots[0]);
        copy.Integer(_tickLots[0]);
        copy.Integer(_lots[1]);
        copy.Integer(_tickLots[1]);
        copy.Money(_realisedPnl);
        copy.Money(_fees);
        copy.Int64(_fills);
        copy.Time(_openedNs);
        copy.Time(_lotsAfter == 0 ? _stamp.TimeNs : null);
        copy.Time(_stamp.TimeNs);
        copy.Int64(_matchId is { } match ? checked((long)match) : null);
        copy.Int64(_stamp.Sequence);
        copy.Integer(_settledLots);
        copy.Time(_settledNs);
    }
}
