using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>
/// What the fills and payouts of the batch add to one account's UTC day in one market; the same rows, summed over
/// markets and days, add to its portfolio. A bust moves money but is no trade.
/// </summary>
internal sealed class StatisticsChange(AccountId account, MarketUnits units, int day)
{
    public const string Stage =
        "copy stage_statistics (account_address, subaccount, market_id, statistics_date, metric_id, asset_id,"
        + " buy_quantity, sell_quantity, buy_volume, sell_volume, trade_count, maker_count, winning_count,"
        + " losing_count, realised_pnl, fees_paid, unrealised_pnl, position_lots, peak_position_lots,"
        + " first_traded_at, last_traded_at, updated_sequence) from stdin (format binary)";

    public const string Merge =
        """
        insert into user_trading_statistics as u (account_address, subaccount, market_id, statistics_date, metric_id,
          asset_id, buy_quantity, sell_quantity, buy_volume, sell_volume, trade_count, maker_count, winning_count,
          losing_count, realised_pnl, fees_paid, unrealised_pnl, position_lots, peak_position_lots, first_traded_at,
          last_traded_at, updated_sequence)
        select account_address, subaccount, market_id, statistics_date, metric_id, asset_id, buy_quantity,
          sell_quantity, buy_volume, sell_volume, trade_count, maker_count, winning_count, losing_count, realised_pnl,
          fees_paid, unrealised_pnl, position_lots, peak_position_lots, first_traded_at, last_traded_at,
          updated_sequence from stage_statistics
        on conflict (account_address, subaccount, market_id, statistics_date) do update set
          buy_quantity = u.buy_quantity + excluded.buy_quantity,
          sell_quantity = u.sell_quantity + excluded.sell_quantity,
          buy_volume = u.buy_volume + excluded.buy_volume, sell_volume = u.sell_volume + excluded.sell_volume,
          trade_count = u.trade_count + excluded.trade_count, maker_count = u.maker_count + excluded.maker_count,
          winning_count = u.winning_count + excluded.winning_count,
          losing_count = u.losing_count + excluded.losing_count,
          realised_pnl = u.realised_pnl + excluded.realised_pnl, fees_paid = u.fees_paid + excluded.fees_paid,
          unrealised_pnl = excluded.unrealised_pnl, position_lots = excluded.position_lots,
          peak_position_lots = greatest(u.peak_position_lots, excluded.peak_position_lots),
          last_traded_at = excluded.last_traded_at, updated_sequence = excluded.updated_sequence
        """;

    /// <summary>After the merge above, from the same staged rows.</summary>
    public const string MergePortfolios =
        """
        insert into router_portfolios as r (account_address, subaccount, asset_id, trade_count, winning_count,
          losing_count, total_volume, realised_pnl, fees_paid, last_traded_at, updated_sequence)
        select account_address, subaccount, asset_id, sum(trade_count), sum(winning_count), sum(losing_count),
          sum(buy_volume + sell_volume), sum(realised_pnl), sum(fees_paid), max(last_traded_at), max(updated_sequence)
        from stage_statistics group by account_address, subaccount, asset_id
        on conflict (account_address, subaccount, asset_id) do update set
          trade_count = r.trade_count + excluded.trade_count,
          winning_count = r.winning_count + excluded.winning_count,
          losing_count = r.losing_count + excluded.losing_count,
          total_volume = r.total_volume + excluded.total_volume,
          realised_pnl = r.realised_pnl + excluded.realised_pnl, fees_paid = r.fees_paid + excluded.fees_paid,
          last_traded_at = excluded.last_traded_at, updated_sequence = excluded.updated_sequence
        """;

    private readonly AccountId _account = account;
    private readonly Int128[] _lots = new Int128[2];
    private readonly Int128[] _volume = new Int128[2];
    private long _trades;
    private long _made;
    private long _won;
    private long _lost;
    private Int128 _realisedPnl;
    private Int128 _fees;
    private Int128 _unrealisedPnl;
    private long _lotsAfter;
    private long _peakLots;
    private long _firstNs;
    private FrameStamp _last;

    public void Apply(in Traded trade, in TradeSide side, Side direction, FrameStamp stamp)
    {
        Realise(side.RealisedPnl, side.Fee, stamp);
        _lotsAfter = side.PositionLots;
        _peakLots = Math.Max(_peakLots, Math.Abs(side.PositionLots));
        _unrealisedPnl = units.Value(trade.PriceTicks, side.PositionLots) - side.PositionCost;
        if ((trade.Flags & TradeFlags.Bust) != 0)
        {
            return;
        }

        var index = direction == Side.Buy ? 0 : 1;
        _lots[index] += trade.QuantityLots;
        _volume[index] += Int128.Abs(units.Value(trade.PriceTicks, trade.QuantityLots));
        _trades++;
        _made += trade.Aggressor != 0 && trade.Aggressor != direction ? 1 : 0;
        Judge(side.RealisedPnl);
    }

    /// <summary>M9: paid out, without a fill.</summary>
    public void Apply(in PositionSettled settled, FrameStamp stamp)
    {
        var realised = settled.RealisedPnl - settled.Socialised;
        Realise(realised, settled.Fee, stamp);
        _lotsAfter = 0;
        _unrealisedPnl = 0;
        Judge(realised);
    }

    public void Encode(CopyBuffer copy)
    {
        copy.Row(22);
        copy.Address(in _account.Owner);
        copy.Int64(_account.Subaccount);
        copy.Int64(units.MarketId);
        copy.Date(day);
        copy.Text(units.MetricId);
        copy.Int64(units.AssetId);
        copy.Money(_lots[0] * units.LotSize);
        copy.Money(_lots[1] * units.LotSize);
        copy.Money(_volume[0]);
        copy.Money(_volume[1]);
        copy.Int64(_trades);
        copy.Int64(_made);
        copy.Int64(_won);
        copy.Int64(_lost);
        copy.Money(_realisedPnl);
        copy.Money(_fees);
        copy.Money(_unrealisedPnl);
        copy.Int64(_lotsAfter);
        copy.Int64(_peakLots);
        copy.Time(_firstNs);
        copy.Time(_last.TimeNs);
        copy.Int64(_last.Sequence);
    }

    private void Realise(Int128 realised, Int128 fee, FrameStamp stamp)
    {
        _realisedPnl += realised;
        _fees += fee;
        _firstNs = _firstNs == 0 ? stamp.TimeNs : _firstNs;
        _last = stamp;
    }

    private void Judge(Int128 realised)
    {
        _won += realised > 0 ? 1 : 0;
        _lost += realised < 0 ? 1 : 0;
    }
}
