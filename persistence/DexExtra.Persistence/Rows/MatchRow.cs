using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>One new row of trade_matches, with the settlement progress that the same batch may bring.</summary>
internal sealed class MatchRow(in Traded trade, MarketUnits units, FrameStamp stamp)
{
    public const string Insert =
        "copy trade_matches (match_id, market_id, metric_id, asset_id, buy_order_id, sell_order_id, buyer_address,"
        + " buyer_subaccount, seller_address, seller_subaccount, aggressor_side, price, price_ticks, quantity,"
        + " quantity_lots, total_value, maker_fee, taker_fee, buyer_cash_delta, seller_cash_delta, buyer_realised_pnl,"
        + " seller_realised_pnl, collateral_pool, market_sequence, matched_at, engine_sequence, event_index,"
        + " settlement_state, settlement_transaction_hash, settlement_block_number, settlement_gas, settlement_attempt,"
        + " settlement_failure_code, queued_at, submitted_at, mined_at, settled_at, retrying_at, failed_at,"
        + " settlement_sequence, auction_id, buyer_fee, seller_fee, trade_flags, busted_match_id)"
        + " from stdin (format binary)";

    private readonly Traded _trade = trade;

    public SettlementChange Settlement { get; } = new(trade.MatchId);

    private bool IsAuction => (_trade.Flags & TradeFlags.Auction) != 0;

    public void Encode(CopyBuffer copy)
    {
        copy.Row(45);
        copy.Int64(_trade.MatchId);
        copy.Int64(_trade.MarketId);
        copy.Text(units.MetricId);
        copy.Int64(_trade.AssetId);
        copy.Int64(_trade.Buy.OrderId);
        copy.Int64(_trade.Sell.OrderId);
        copy.Address(in _trade.Buy.Account.Owner);
        copy.Int64(_trade.Buy.Account.Subaccount);
        copy.Address(in _trade.Sell.Account.Owner);
        copy.Int64(_trade.Sell.Account.Subaccount);
        copy.Text(_trade.Aggressor == 0 ? null : Codes.Of(_trade.Aggressor));
        copy.Price(units.Price(_trade.PriceTicks));
        copy.Int64(_trade.PriceTicks);
        copy.Money(units.Quantity(_trade.QuantityLots));
        copy.Int64(_trade.QuantityLots);
        copy.Money(units.Value(_trade.PriceTicks, _trade.QuantityLots));
        EncodeMoney(copy);
        copy.Int64(_trade.MarketSequence);
        copy.Time(_trade.MatchedNs);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
        Settlement.EncodeState(copy);
        copy.Int64(IsAuction ? checked((long)_trade.AuctionId) : null);
        copy.Money(_trade.Buy.Fee);
        copy.Money(_trade.Sell.Fee);
        copy.Int64((long)_trade.Flags);
        copy.Int64(_trade.BustedMatchId == 0 ? null : checked((long)_trade.BustedMatchId));
    }

    /// <summary>Both sides of an auction take (A7), and of a block (U3).</summary>
    private void EncodeMoney(CopyBuffer copy)
    {
        var (maker, taker) = _trade.Aggressor switch
        {
            Side.Buy => (_trade.Sell.Fee, _trade.Buy.Fee),
            Side.Sell => (_trade.Buy.Fee, _trade.Sell.Fee),
            _ => (Int128.Zero, _trade.Buy.Fee + _trade.Sell.Fee),
        };
        copy.Money(maker);
        copy.Money(taker);
        copy.Money(_trade.Buy.CashDelta);
        copy.Money(_trade.Sell.CashDelta);
        copy.Money(_trade.Buy.RealisedPnl);
        copy.Money(_trade.Sell.RealisedPnl);
        copy.Money(_trade.Pool);
    }
}
