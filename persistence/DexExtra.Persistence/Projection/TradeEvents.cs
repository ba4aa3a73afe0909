using DexExtra.Messages;
using DexExtra.Persistence.Rows;

namespace DexExtra.Persistence.Projection;

/// <summary>Matches, made and prevented, and their settlement. One thread.</summary>
internal sealed class TradeEvents(Dictionary<uint, MarketUnits> markets, AuditDetail detail)
{
    private const long FirstLiquidationId = 1L << 62;

    private const TradeFlags AllFlags = TradeFlags.Auction | TradeFlags.Liquidation | TradeFlags.Deleveraging
        | TradeFlags.Block | TradeFlags.Bust;

    /// <summary>L4: liquidations are on charts and in volume, unlike these.</summary>
    private const TradeFlags OffChart = TradeFlags.Deleveraging | TradeFlags.Block | TradeFlags.Bust;

    public AuditRow Traded(in Traded trade, FrameStamp stamp, WriteBatch batch)
    {
        var units = markets[trade.MarketId];
        CheckKind(in trade, stamp);
        batch.NewMatches.Add(trade.MatchId, new MatchRow(in trade, units, stamp));
        batch.Market(units).Apply(in trade, stamp);
        if ((trade.Flags & OffChart) == 0)
        {
            batch.Candle(units, stamp).Apply(in trade, stamp);
        }

        VaultOperation.EncodeTrade(batch.Vault, in trade, stamp);
        Fill(in trade, in trade.Buy, Side.Buy, units, stamp, batch);
        Fill(in trade, in trade.Sell, Side.Sell, units, stamp, batch);
        detail.Write(in trade);
        return new AuditRow { MarketId = trade.MarketId, MatchId = trade.MatchId };
    }

    public AuditRow Prevented(in PreventedMatch prevented, FrameStamp stamp, WriteBatch batch)
    {
        Contract.Require(
            Enum.IsDefined(prevented.Mode), $"unknown self-trade prevention mode {(byte)prevented.Mode}");
        batch.TouchAccount(prevented.Taker.Account, prevented.Taker.AccountSequence, stamp);
        batch.TouchAccount(prevented.Maker.Account, prevented.Maker.AccountSequence, stamp);
        detail.Write(in prevented);
        return new AuditRow { MarketId = prevented.MarketId, Reason = Codes.Of(prevented.Mode) };
    }

    public AuditRow Settled(in SettlementUpdate update, FrameStamp stamp, WriteBatch batch)
    {
        Contract.Require(Enum.IsDefined(update.State), $"unknown settlement state {(byte)update.State}");
        Contract.Require(update.FirstMatchId <= update.LastMatchId, "a settlement range that ends before it begins");
        Contract.Require(
            update.LastMatchId - update.FirstMatchId < Limits.MaxSettlementRange, "settlement range too long");
        SettlementStepRow.Encode(batch.SettlementSteps, in update, stamp);
        for (var matchId = update.FirstMatchId; matchId <= update.LastMatchId; matchId++)
        {
            batch.Settlement(matchId).Apply(in update, stamp);
        }

        detail.Write(in update);
        return new AuditRow { MatchId = update.FirstMatchId };
    }

    /// <summary>
    /// A7: a trade of an auction names its call and has no aggressor; a block, a deleveraging and a bust have neither;
    /// any other has an aggressor and no call.
    /// </summary>
    private static void CheckKind(in Traded trade, FrameStamp stamp)
    {
        Contract.Require((trade.Flags & ~AllFlags) == 0, $"unknown trade flags {(byte)trade.Flags}");
        var isAuction = (trade.Flags & TradeFlags.Auction) != 0;
        var hasBook = (trade.Flags & (TradeFlags.Deleveraging | TradeFlags.Block | TradeFlags.Bust)) == 0;
        Contract.Require(isAuction == (trade.AuctionId != 0), "a trade half of an auction");
        Contract.Require(
            (trade.Aggressor != 0) == (hasBook && !isAuction), "a trade half of an auction or off the book");
        Contract.Require(
            ((trade.Flags & TradeFlags.Bust) != 0) == (trade.BustedMatchId != 0), "a bust of no trade");
        Contract.Require(
            trade.MatchedNs > 0 && trade.MatchedNs <= stamp.TimeNs, "a trade outside the time of its command");
    }

    /// <summary>Sides that are deleveraged, busted (0) or liquidated (bit 62) have no order.</summary>
    private static bool IsOrder(long orderId) => orderId is > 0 and < FirstLiquidationId;

    private static void Fill(
        in Traded trade, in TradeSide side, Side direction, MarketUnits units, FrameStamp stamp, WriteBatch batch)
    {
        if (IsOrder(side.OrderId))
        {
            batch.Order(side.OrderId, units).Apply(in trade, in side, stamp);
        }

        if (units.MarginMode != MarginMode.Full)
        {
            batch.Margin(side.Account, units).Bucket(side.Margin, stamp);
        }

        batch.Balance(side.Account, trade.AssetId).Apply(side.Available, side.Held, side.Owed, stamp);
        batch.Position(side.Account, units).Apply(in trade, in side, direction, stamp);
        batch.Statistic(side.Account, units, stamp).Apply(in trade, in side, direction, stamp);
        batch.Account(side.Account).Apply(side.AccountSequence, stamp);
    }
}
