using DexExtra.Messages;
using DexExtra.Persistence.Rows;

namespace DexExtra.Persistence.Projection;

/// <summary>Matches, made and prevented, and their settlement. One thread.</summary>
internal sealed class TradeEvents(Dictionary<uint, MarketUnits> markets, AuditDetail detail)
{
    public AuditRow Traded(in Traded trade, FrameStamp stamp, WriteBatch batch)
    {
        var units = markets[trade.MarketId];
        CheckKind(in trade, stamp);
        batch.NewMatches.Add(trade.MatchId, new MatchRow(in trade, units, stamp));
        batch.Market(units).Apply(in trade, stamp);
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
        for (var matchId = update.FirstMatchId; matchId <= update.LastMatchId; matchId++)
        {
            batch.Settlement(matchId).Apply(in update, stamp);
        }

        detail.Write(in update);
        return new AuditRow { MatchId = update.FirstMatchId };
    }

    /// <summary>A7: a trade of an auction names its call and has no aggressor; any other has one and no call.</summary>
    private static void CheckKind(in Traded trade, FrameStamp stamp)
    {
        Contract.Require((trade.Flags & ~TradeFlags.Auction) == 0, $"unknown trade flags {(byte)trade.Flags}");
        var isAuction = (trade.Flags & TradeFlags.Auction) != 0;
        Contract.Require(
            isAuction == (trade.Aggressor == 0) && isAuction == (trade.AuctionId != 0),
            "a trade half of an auction");
        Contract.Require(
            trade.MatchedNs > 0 && trade.MatchedNs <= stamp.TimeNs, "a trade outside the time of its command");
    }

    private static void Fill(
        in Traded trade, in TradeSide side, Side direction, MarketUnits units, FrameStamp stamp, WriteBatch batch)
    {
        batch.Order(side.OrderId, units).Apply(in trade, in side, stamp);
        batch.Balance(side.Account, trade.AssetId).Apply(side.Available, side.Held, stamp);
        batch.Position(side.Account, units).Apply(in trade, in side, direction, stamp);
        batch.Account(side.Account).Apply(side.AccountSequence, stamp);
    }
}
