using System.Globalization;
using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>The public book, candles, statistics of traders, the settlement queue and the periods, event by event.</summary>
internal sealed partial class Expectation
{
    private const long PeriodNs = 300L * Limits.NsPerSecond;
    private long _periodNs = -1;

    /// <summary>At the first command of a period each market is kept as the period before left it.</summary>
    private void BeginPeriod(in EventFrameHeader frame)
    {
        var started = frame.TimestampNs / PeriodNs * PeriodNs;
        if (_periodNs >= 0 && started != _periodNs)
        {
            foreach (var market in _markets.Values)
            {
                Snapshot(started, in market);
            }
        }

        _periodNs = started;
    }

    private void Snapshot(long takenNs, in MarketCreated created)
    {
        var market = created.Request;
        var state = Row("markets", Num(market.MarketId));
        var period = Row("system_metrics", Num(_periodNs));
        var row = Row("order_book_snapshots", $"{market.MarketId}/{takenNs}");
        row["market_id"] = Num(market.MarketId);
        row["snapshot_at"] = Us(takenNs);
        foreach (var column in (string[])["metric_id", "market_state", "last_price", "mark_price", "index_price"])
        {
            row[column] = state[column];
        }

        var levels = _tables["order_book_levels"].Values
            .Where(level => level["market_id"] == Num(market.MarketId) && level["quantity_lots"] != "0").ToList();
        var bids = levels.Where(level => level["side"] == "BUY").OrderByDescending(Ticks).ToList();
        var asks = levels.Where(level => level["side"] == "SELL").OrderBy(Ticks).ToList();
        row["best_bid_price"] = bids.Count == 0 ? TableDump.Null : bids[0]["price"];
        row["best_ask_price"] = asks.Count == 0 ? TableDump.Null : asks[0]["price"];
        row["spread"] = bids.Count == 0 || asks.Count == 0
            ? TableDump.Null
            : Dec(Units(asks[0]["price"]) - Units(bids[0]["price"]));
        row["bid_quantity"] = Sum(bids);
        row["ask_quantity"] = Sum(asks);
        row["bid_level_count"] = Num(bids.Count);
        row["ask_level_count"] = Num(asks.Count);
        row["order_count"] = Num(levels.Sum(level => int.Parse(level["order_count"], CultureInfo.InvariantCulture)));
        row["depth_levels"] = $$"""{"asks": [{{Depth(asks)}}], "bids": [{{Depth(bids)}}]}""";
        row["open_interest_lots"] = Num(_tables["user_positions"].Values
            .Where(position => position["market_id"] == Num(market.MarketId) && position["position_side"] == "LONG")
            .Aggregate(BigInteger.Zero, (sum, position) => sum + Units(position["position_lots"])));
        row["performance_metrics"] = $$"""{"events": {{period["event_count"]}}, "matches": {{period["match_count"]}},"""
            + $$""" "commands": {{period["command_count"]}}, "latency_max_us": {{period["latency_max_us"]}},"""
            + $$""" "latency_average_us": {{period["latency_average_us"].Replace(TableDump.Null, "null", StringComparison.Ordinal)}}}""";
        row["engine_sequence"] = period["last_sequence"];
        Day(row, takenNs);
    }

    private void Day(Dictionary<string, string> row, long takenNs)
    {
        var from = (takenNs / 1_000) - (24L * 3_600 * 1_000_000);
        var candles = _tables["market_candles"].Values
            .Where(candle => candle["market_id"] == row["market_id"]
                && long.Parse(candle["opened_at"], CultureInfo.InvariantCulture) >= from)
            .OrderBy(candle => long.Parse(candle["opened_at"], CultureInfo.InvariantCulture)).ToList();
        row["volume_24h"] = Dec(candles.Aggregate(BigInteger.Zero, (sum, candle) => sum + Units(candle["volume"])));
        row["traded_value_24h"] =
            Dec(candles.Aggregate(BigInteger.Zero, (sum, candle) => sum + Units(candle["traded_value"])));
        row["trade_count_24h"] = Num(candles.Sum(candle => int.Parse(candle["trade_count"], CultureInfo.InvariantCulture)));
        row["open_24h_price"] = candles.Count == 0 ? TableDump.Null : candles[0]["open_price"];
        row["high_24h_price"] = candles.Count == 0 ? TableDump.Null : Dec(candles.Max(c => Units(c["high_price"])));
        row["low_24h_price"] = candles.Count == 0 ? TableDump.Null : Dec(candles.Min(c => Units(c["low_price"])));
    }

    private static string Sum(List<Dictionary<string, string>> levels) =>
        Dec(levels.Aggregate(BigInteger.Zero, (sum, level) => sum + Units(level["quantity"])));

    private static string Depth(List<Dictionary<string, string>> levels) => string.Join(", ", levels.Take(20)
        .Select(level => $"[\"{level["price"]}\", \"{level["quantity"]}\", {level["order_count"]}]"));

    private static long Ticks(Dictionary<string, string> level) =>
        long.Parse(level["price_ticks"], CultureInfo.InvariantCulture);

    private void Statistics(in EventFrameHeader frame, EventFrame.Item item)
    {
        Count(in frame, item);
        switch (item.Type)
        {
            case EventType.LevelChanged:
                Level(in frame, in item.Body<LevelChanged>());
                break;
            case EventType.Traded:
                ref readonly var trade = ref item.Body<Traded>();
                Candle(in frame, in trade);
                Trader(in frame, in trade, in trade.Buy, buys: true);
                Trader(in frame, in trade, in trade.Sell, buys: false);
                break;
            case EventType.PositionSettled:
                ref readonly var settled = ref item.Body<PositionSettled>();
                var gain = settled.RealisedPnl - settled.Socialised;
                Realised(in frame, settled.Account, settled.MarketId, gain, settled.Fee, judged: true);
                var day = DayOf(in frame, settled.Account, settled.MarketId);
                (day["position_lots"], day["unrealised_pnl"]) = ("0", Dec(0));
                break;
            case EventType.SettlementChanged:
                Step(in frame, item.Index, in item.Body<SettlementUpdate>());
                break;
        }
    }

    private void Level(in EventFrameHeader frame, in LevelChanged level)
    {
        var market = _markets[level.MarketId].Request;
        var row = Row("order_book_levels", $"{level.MarketId}/{level.Side}/{level.PriceTicks}");
        row["market_id"] = Num(level.MarketId);
        row["side"] = Word(level.Side);
        row["price_ticks"] = Num(level.PriceTicks);
        row["price"] = Dec(level.PriceTicks * (BigInteger)market.TickSize);
        row["quantity_lots"] = Num(level.QuantityLots);
        row["quantity"] = Dec(level.QuantityLots * (BigInteger)market.LotSize);
        row["order_count"] = Num(level.OrderCount);
        row["updated_at"] = Us(frame.TimestampNs);
        row["updated_sequence"] = Num(frame.Sequence);
    }

    private void Candle(in EventFrameHeader frame, in Traded trade)
    {
        if ((trade.Flags & (TradeFlags.Deleveraging | TradeFlags.Block | TradeFlags.Bust)) != 0)
        {
            return;
        }

        var market = _markets[trade.MarketId];
        var price = Dec(trade.PriceTicks * (BigInteger)market.Request.TickSize);
        var minute = frame.TimestampNs / 60_000_000_000L * 60_000_000_000L;
        var row = Row("market_candles", $"{trade.MarketId}/{minute}");
        if (row.Count == 0)
        {
            row["market_id"] = Num(trade.MarketId);
            row["opened_at"] = Us(minute);
            row["open_price"] = row["high_price"] = row["low_price"] = price;
        }

        row["high_price"] = Dec(BigInteger.Max(Units(row["high_price"]), Units(price)));
        row["low_price"] = Dec(BigInteger.Min(Units(row["low_price"]), Units(price)));
        row["close_price"] = price;
        Add(row, "volume", trade.QuantityLots * (BigInteger)market.Request.LotSize);
        AddCount(row, "volume_lots", trade.QuantityLots);
        Add(row, "traded_value", (BigInteger)trade.PriceTicks * trade.QuantityLots * market.TickValue);
        AddCount(row, "trade_count", 1);
        row["updated_sequence"] = Num(frame.Sequence);
    }

    private void Trader(in EventFrameHeader frame, in Traded trade, in TradeSide side, bool buys)
    {
        var market = _markets[trade.MarketId];
        var isBust = (trade.Flags & TradeFlags.Bust) != 0;
        Realised(in frame, side.Account, trade.MarketId, side.RealisedPnl, side.Fee, judged: !isBust);
        var row = DayOf(in frame, side.Account, trade.MarketId);
        var lots = isBust ? 0 : trade.QuantityLots;
        var volume = BigInteger.Abs((BigInteger)trade.PriceTicks * lots * market.TickValue);
        Add(row, "buy_quantity", buys ? lots * (BigInteger)market.Request.LotSize : 0);
        Add(row, "sell_quantity", buys ? 0 : lots * (BigInteger)market.Request.LotSize);
        Add(row, "buy_volume", buys ? volume : 0);
        Add(row, "sell_volume", buys ? 0 : volume);
        Add(row, "total_volume", volume);
        AddCount(row, "trade_count", isBust ? 0 : 1);
        AddCount(row, "maker_count", !isBust && trade.Aggressor != 0 && (trade.Aggressor == Side.Sell) == buys ? 1 : 0);
        row["position_lots"] = Num(side.PositionLots);
        row["unrealised_pnl"] =
            Dec(((BigInteger)trade.PriceTicks * side.PositionLots * market.TickValue) - side.PositionCost);
        row["peak_position_lots"] = Num(BigInteger.Max(
            Units(row["peak_position_lots"]), BigInteger.Abs(side.PositionLots)));
        var portfolio = Row("router_portfolios", $"{side.Account}/{market.Request.AssetId}");
        AddCount(portfolio, "trade_count", isBust ? 0 : 1);
        Add(portfolio, "total_volume", volume);
        Average(portfolio);
    }

    private void Realised(
        in EventFrameHeader frame, AccountId account, uint marketId, Int128 gain, Int128 fee, bool judged)
    {
        var day = DayOf(in frame, account, marketId);
        var portfolio = Portfolio(account, _markets[marketId].Request.AssetId);
        foreach (var row in (Dictionary<string, string>[])[day, portfolio])
        {
            Add(row, "realised_pnl", gain);
            Add(row, "fees_paid", fee);
            AddCount(row, "winning_count", judged && gain > 0 ? 1 : 0);
            AddCount(row, "losing_count", judged && gain < 0 ? 1 : 0);
            row["last_traded_at"] = Us(frame.TimestampNs);
            row["updated_sequence"] = Num(frame.Sequence);
        }

        day["net_pnl"] = Dec(Units(day["realised_pnl"]) - Units(day["fees_paid"]));
        Average(portfolio);
    }

    private static void Average(Dictionary<string, string> portfolio)
    {
        var (won, lost) = (Units(portfolio["winning_count"]), Units(portfolio["losing_count"]));
        portfolio["win_rate"] = won + lost == 0 ? TableDump.Null : Dec(HalfUp(won * 100_000_000, won + lost));
        var trades = Units(portfolio["trade_count"]);
        portfolio["average_trade_size"] =
            trades == 0 ? TableDump.Null : Dec(HalfUp(Units(portfolio["total_volume"]), trades));
    }

    /// <summary>PostgreSQL rounds numeric half away from zero.</summary>
    private static BigInteger HalfUp(BigInteger dividend, BigInteger divisor) => ((dividend * 2) + divisor) / (divisor * 2);

    private Dictionary<string, string> DayOf(in EventFrameHeader frame, AccountId account, uint marketId)
    {
        var date = DateTime.UnixEpoch.AddSeconds(frame.TimestampNs / Limits.NsPerSecond)
            .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var row = Row("user_trading_statistics", $"{account}/{marketId}/{date}");
        if (row.Count == 0)
        {
            row["account_address"] = account.Owner.ToString();
            row["subaccount"] = Num(account.Subaccount);
            row["market_id"] = Num(marketId);
            row["metric_id"] = _markets[marketId].Request.MetricId.ToString();
            row["asset_id"] = Num(_markets[marketId].Request.AssetId);
            row["statistics_date"] = date;
            row["first_traded_at"] = Us(frame.TimestampNs);
            row["peak_position_lots"] = "0";
            foreach (var sum in (string[])["buy_quantity", "sell_quantity", "buy_volume", "sell_volume", "total_volume"])
            {
                row[sum] = Dec(0);
            }

            row["trade_count"] = row["maker_count"] = "0";
        }

        return row;
    }

    private Dictionary<string, string> Portfolio(AccountId account, uint assetId)
    {
        var row = Row("router_portfolios", $"{account}/{assetId}");
        if (row.Count == 0)
        {
            row["account_address"] = account.Owner.ToString();
            row["subaccount"] = Num(account.Subaccount);
            row["asset_id"] = Num(assetId);
            row["trade_count"] = "0";
            row["total_volume"] = Dec(0);
            foreach (var later in (string[])[
                "portfolio_value", "unrealised_pnl", "exposure", "net_deposits", "return_on_investment",
                "available_buying_power", "margin_utilisation", "market_breakdown", "open_position_count", "valued_at"])
            {
                row[later] = TableDump.Null;
            }
        }

        return row;
    }

    private void Step(in EventFrameHeader frame, uint index, in SettlementUpdate update)
    {
        var row = Row("settlement_queue", $"{frame.Sequence:D12}/{index:D6}");
        var matches = update.LastMatchId - update.FirstMatchId + 1;
        row["engine_sequence"] = Num(frame.Sequence);
        row["event_index"] = Num(index);
        row["queue_position"] = row["first_match_id"] = Num(update.FirstMatchId);
        row["last_match_id"] = Num(update.LastMatchId);
        row["match_count"] = Num(matches);
        row["settlement_priority"] = update.Attempt > 1 ? "0" : "1";
        row["settlement_state"] = Codes.Of(update.State);
        row["settlement_attempt"] = Num(update.Attempt);
        row["transaction_hash"] = update.TransactionHash.IsZero ? TableDump.Null : update.TransactionHash.ToString();
        row["block_number"] = update.BlockNumber == 0 ? TableDump.Null : Num(update.BlockNumber);
        row["gas_per_match"] = update.BlockNumber == 0 ? TableDump.Null : Num(update.GasPerMatch);
        row["gas_used"] = update.BlockNumber == 0 ? TableDump.Null : Num(matches * (BigInteger)update.GasPerMatch);
        row["failure_code"] = update.State == SettlementState.Failed ? Num(update.FailureCode) : TableDump.Null;
        row["changed_at"] = Us(frame.TimestampNs);
    }

    private static void Add(Dictionary<string, string> row, string column, BigInteger units) =>
        row[column] = Dec(Units(row.GetValueOrDefault(column, "0")) + units);

    private static void AddCount(Dictionary<string, string> row, string column, BigInteger count) =>
        row[column] = Num(Units(row.GetValueOrDefault(column, "0")) + count);
}
