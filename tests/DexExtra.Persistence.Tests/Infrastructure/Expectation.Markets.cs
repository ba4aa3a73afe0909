using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>States, calls and prices of markets, locks of accounts, and the audit keys of all that came later.</summary>
internal sealed partial class Expectation
{
    private void ApplyMarket(in EventFrameHeader frame, EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.MarketStateChanged:
                StateChanged(in frame, item.Index, in item.Body<MarketStateChanged>());
                break;
            case EventType.AuctionIndicated:
                Indicated(in frame, in item.Body<AuctionIndicated>());
                break;
            case EventType.AuctionUncrossed:
                Uncrossed(in frame, in item.Body<AuctionUncrossed>());
                break;
            case EventType.MarkPriceChanged:
                ref readonly var mark = ref item.Body<MarkPriceChanged>();
                Price(Market(in frame, mark.MarketId), "mark_price", "marked_at", mark.PriceTicks, in frame);
                break;
            case EventType.IndexPriceChanged:
                ref readonly var price = ref item.Body<IndexPriceChanged>();
                Price(Market(in frame, price.MarketId), "index_price", "indexed_at", price.PriceTicks, in frame);
                break;
            case EventType.TradingRulesChanged:
                ref readonly var rules = ref item.Body<TradingRulesChanged>();
                var market = Market(in frame, rules.MarketId);
                market["price_increment_ticks"] = Num(rules.Rules.PriceIncrementTicks);
                market["allocation"] = Word(rules.Rules.Allocation);
                market["rules_changed_at"] = Us(frame.TimestampNs);
                break;
            case EventType.AccountLockChanged:
                LockChanged(in frame, in item.Body<AccountLockChanged>());
                break;
            case EventType.AmendRejected:
                Account(in frame, item.Body<AmendRejected>().Account, item.Body<AmendRejected>().AccountSequence);
                break;
            case EventType.MassCancelled:
                Account(in frame, item.Body<MassCancelled>().Account, item.Body<MassCancelled>().AccountSequence);
                break;
            default:
                break;
        }
    }

    private Dictionary<string, string> Market(in EventFrameHeader frame, uint id)
    {
        var row = Row("markets", Num(id));
        row["updated_sequence"] = Num(frame.Sequence);
        return row;
    }

    private string PriceOf(Dictionary<string, string> row, long ticks) =>
        Dec(ticks * (BigInteger)_markets[uint.Parse(row["market_id"], null)].Request.TickSize);

    private void Price(Dictionary<string, string> row, string column, string time, long ticks, in EventFrameHeader frame)
    {
        row[column] = PriceOf(row, ticks);
        row[column + "_ticks"] = Num(ticks);
        row[time] = Us(frame.TimestampNs);
    }

    private static void NoIndication(Dictionary<string, string> row)
    {
        foreach (var column in (string[])["price", "price_ticks", "lots", "surplus_side", "surplus_lots"])
        {
            row["indicative_" + column] = TableDump.Null;
        }
    }

    private void StateChanged(in EventFrameHeader frame, uint index, in MarketStateChanged changed)
    {
        var inCall = changed.AuctionId != 0;
        var market = Market(in frame, changed.MarketId);
        if (changed.Cause != StateCause.Collar)
        {
            NoIndication(market);
        }

        var history = Row("market_state_changes", $"{frame.Sequence:D12}/{index:D6}");
        history["engine_sequence"] = Num(frame.Sequence);
        history["event_index"] = Num(index);
        history["market_id"] = Num(changed.MarketId);
        history["market_sequence"] = Num(changed.MarketSequence);
        history["state_cause"] = Word(changed.Cause);
        history["changed_at"] = market["state_changed_at"] = Us(frame.TimestampNs);
        history["market_state"] = market["market_state"] = Word(changed.State);
        history["auction_id"] = market["auction_id"] = inCall ? Num(changed.AuctionId) : TableDump.Null;
        history["auction_kind"] = market["auction_kind"] = inCall ? Word(changed.Auction) : TableDump.Null;
        history["earliest_end_at"] = market["auction_earliest_end_at"] =
            inCall ? Us(changed.EarliestEndNs) : TableDump.Null;
        if (!inCall)
        {
            return;
        }

        var auction = Row("auctions", $"{changed.MarketId}/{changed.AuctionId}");
        if (auction.Count == 0)
        {
            auction["market_id"] = Num(changed.MarketId);
            auction["auction_id"] = Num(changed.AuctionId);
            auction["auction_kind"] = Word(changed.Auction);
            auction["start_cause"] = Word(changed.Cause);
            auction["started_at"] = Us(frame.TimestampNs);
            auction["started_sequence"] = Num(frame.Sequence);
            auction["extension_count"] = "0";
            auction["has_cross"] = auction["price"] = auction["price_ticks"] = auction["volume_lots"] = TableDump.Null;
            auction["prevented_lots"] = auction["uncrossed_at"] = TableDump.Null;
        }
        else
        {
            auction["extension_count"] = Num(Units(auction["extension_count"]) + 1);
        }

        auction["earliest_end_at"] = Us(changed.EarliestEndNs);
        auction["updated_sequence"] = Num(frame.Sequence);
    }

    private void Indicated(in EventFrameHeader frame, in AuctionIndicated indicated)
    {
        var row = Market(in frame, indicated.MarketId);
        var hasPrice = indicated.HasPrice == 1;
        row["indicative_price"] = hasPrice ? PriceOf(row, indicated.PriceTicks) : TableDump.Null;
        row["indicative_price_ticks"] = hasPrice ? Num(indicated.PriceTicks) : TableDump.Null;
        row["indicative_lots"] = Num(indicated.VolumeLots);
        row["indicative_surplus_side"] = indicated.SurplusSide == 0 ? TableDump.Null : Word(indicated.SurplusSide);
        row["indicative_surplus_lots"] = Num(indicated.SurplusLots);
    }

    private void Uncrossed(in EventFrameHeader frame, in AuctionUncrossed uncrossed)
    {
        var market = Market(in frame, uncrossed.MarketId);
        NoIndication(market);
        var auction = Row("auctions", $"{uncrossed.MarketId}/{uncrossed.AuctionId}");
        var hasPrice = uncrossed.HasPrice == 1;
        auction["has_cross"] = hasPrice ? "true" : "false";
        market["last_auction_id"] = Num(uncrossed.AuctionId);
        auction["price"] = market["last_auction_price"] =
            hasPrice ? PriceOf(market, uncrossed.PriceTicks) : TableDump.Null;
        auction["price_ticks"] = market["last_auction_price_ticks"] =
            hasPrice ? Num(uncrossed.PriceTicks) : TableDump.Null;
        auction["volume_lots"] = market["last_auction_lots"] = Num(uncrossed.VolumeLots);
        auction["prevented_lots"] = Num(uncrossed.PreventedLots);
        auction["uncrossed_at"] = market["last_uncrossed_at"] = Us(frame.TimestampNs);
        auction["updated_sequence"] = Num(frame.Sequence);
    }

    private void LockChanged(in EventFrameHeader frame, in AccountLockChanged changed)
    {
        var ofOwner = changed.AllSubaccounts == 1;
        var subaccount = ofOwner ? 0 : changed.Account.Subaccount;
        var row = Row("account_locks", $"{changed.Account.Owner}/{ofOwner}/{subaccount}");
        row["account_address"] = changed.Account.Owner.ToString();
        row["lock_scope"] = ofOwner ? "OWNER" : "ACCOUNT";
        row["subaccount"] = Num(subaccount);
        row["is_locked"] = changed.IsLocked == 1 ? "true" : "false";
        row["changed_at"] = Us(frame.TimestampNs);
        row["changed_sequence"] = Num(frame.Sequence);
        Account(in frame, changed.Account, changed.AccountSequence);
    }

    private static void LaterAuditKeys(EventFrame.Item item, Dictionary<string, string> row)
    {
        switch (item.Type)
        {
            case EventType.OrderTriggered:
                ref readonly var triggered = ref item.Body<OrderTriggered>();
                Keys(row, triggered.Account, triggered.AccountSequence, triggered.MarketId, triggered.OrderId, "");
                break;
            case EventType.OrderActivated:
                ref readonly var activated = ref item.Body<OrderActivated>();
                Keys(row, activated.Account, activated.AccountSequence, activated.MarketId, activated.OrderId, "");
                break;
            case EventType.OrderRepriced:
                ref readonly var repriced = ref item.Body<OrderRepriced>();
                Keys(row, repriced.Account, repriced.AccountSequence, repriced.MarketId, repriced.OrderId, "");
                break;
            case EventType.OrderAmended:
                ref readonly var amended = ref item.Body<OrderAmended>();
                Keys(row, amended.Account, amended.AccountSequence, amended.MarketId, amended.OrderId, "");
                break;
            case EventType.OrderReplaced:
                ref readonly var replaced = ref item.Body<OrderReplaced>();
                Keys(row, replaced.Request.Order.Account, 0, replaced.Request.Order.MarketId, replaced.OrderId, "");
                row["account_sequence"] = TableDump.Null;
                break;
            case EventType.AmendRejected:
                ref readonly var refused = ref item.Body<AmendRejected>();
                Keys(row, refused.Account, refused.AccountSequence, null, refused.OrderId, Word(refused.Reason));
                break;
            case EventType.MassCancelled:
                Keys(row, item.Body<MassCancelled>().Account, item.Body<MassCancelled>().AccountSequence, null, 0, "");
                break;
            case EventType.AccountLockChanged:
                ref readonly var locked = ref item.Body<AccountLockChanged>();
                Keys(row, locked.Account, locked.AccountSequence, null, 0, "");
                break;
            case EventType.MarketStateChanged:
                row["market_id"] = Num(item.Body<MarketStateChanged>().MarketId);
                row["reason"] = Word(item.Body<MarketStateChanged>().Cause);
                break;
            case EventType.AuctionIndicated:
                row["market_id"] = Num(item.Body<AuctionIndicated>().MarketId);
                break;
            case EventType.AuctionUncrossed:
                row["market_id"] = Num(item.Body<AuctionUncrossed>().MarketId);
                break;
            case EventType.MarkPriceChanged:
                row["market_id"] = Num(item.Body<MarkPriceChanged>().MarketId);
                break;
            case EventType.IndexPriceChanged:
                row["market_id"] = Num(item.Body<IndexPriceChanged>().MarketId);
                break;
            case EventType.TradingRulesChanged:
                row["market_id"] = Num(item.Body<TradingRulesChanged>().MarketId);
                break;
            default:
                break;
        }
    }
}
