using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using DexExtra.Messages;

namespace DexExtra.Persistence.Projection;

/// <summary>
/// The JSON of audit_trail.detail: every field of an event that has no column of its own. Ticks, lots and ids are
/// numbers, money is exact decimal text, hashes are 0x text. One buffer, reused; one thread.
/// </summary>
internal sealed class AuditDetail : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    public AuditDetail() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    });

    public ReadOnlySpan<byte> Text => _buffer.WrittenSpan;

    public void Dispose() => _json.Dispose();

    public void Write(in ListAsset asset)
    {
        Begin();
        _json.WriteNumber("assetId", asset.AssetId);
        _json.WriteString("token", asset.Token.ToString());
        _json.WriteString("symbol", asset.Symbol.ToString());
        _json.WriteNumber("tokenDecimals", asset.TokenDecimals);
        End();
    }

    public void Write(in MarketCreated created)
    {
        ref readonly var market = ref created.Request;
        Begin();
        _json.WriteNumber("assetId", market.AssetId);
        _json.WriteString("metricId", market.MetricId.ToString());
        Money("tickSize", market.TickSize);
        Money("lotSize", market.LotSize);
        Money("multiplier", market.Multiplier);
        Money("tickValue", created.TickValue);
        _json.WriteNumber("floorTicks", market.FloorTicks);
        _json.WriteNumber("capTicks", market.CapTicks);
        Money("takerFeePerLot", market.TakerFeePerLot);
        Money("makerFeePerLot", market.MakerFeePerLot);
        _json.WriteNumber("maxOrderLots", market.MaxOrderLots);
        _json.WriteNumber("protectionTicks", market.ProtectionTicks);
        _json.WriteString("questionHash", market.QuestionHash.ToString());
        End();
    }

    public void Write(in OrderAccepted accepted)
    {
        Begin();
        Request(in accepted.Request);
        _json.WriteNumber("effectivePriceTicks", accepted.EffectivePriceTicks);
        _json.WriteNumber("assetId", accepted.AssetId);
        Money("hold", accepted.Hold);
        Money("available", accepted.Available);
        Money("held", accepted.Held);
        End();
    }

    public void Write(in OrderRejected rejected)
    {
        Begin();
        Request(in rejected.Request);
        End();
    }

    public void Write(in OrderStatusReported reported)
    {
        Begin();
        _json.WriteNumber("clientOrderId", reported.ClientOrderId);
        _json.WriteString("orderHash", reported.OrderHash.ToString());
        _json.WriteString("status", Codes.Of(reported.Status));
        _json.WriteNumber("quantityLots", reported.QuantityLots);
        _json.WriteNumber("cumulativeLots", reported.CumulativeLots);
        _json.WriteNumber("leavesLots", reported.LeavesLots);
        End();
    }

    public void Write(in Traded trade)
    {
        Begin();
        _json.WriteNumber("assetId", trade.AssetId);
        _json.WriteNumber("marketSequence", trade.MarketSequence);
        _json.WriteString("aggressor", Codes.Of(trade.Aggressor));
        _json.WriteNumber("priceTicks", trade.PriceTicks);
        _json.WriteNumber("quantityLots", trade.QuantityLots);
        Money("pool", trade.Pool);
        TradeSide("buy", in trade.Buy);
        TradeSide("sell", in trade.Sell);
        End();
    }

    public void Write(in OrderCancelled cancelled)
    {
        Begin();
        _json.WriteNumber("clientOrderId", cancelled.ClientOrderId);
        _json.WriteNumber("requestClientOrderId", cancelled.RequestClientOrderId);
        _json.WriteNumber("assetId", cancelled.AssetId);
        _json.WriteString("status", Codes.Of(cancelled.Status));
        _json.WriteNumber("cumulativeLots", cancelled.CumulativeLots);
        _json.WriteNumber("cancelledLots", cancelled.CancelledLots);
        Money("released", cancelled.Released);
        Money("available", cancelled.Available);
        Money("held", cancelled.Held);
        End();
    }

    public void Write(in OrderReduced reduced)
    {
        Begin();
        _json.WriteNumber("clientOrderId", reduced.ClientOrderId);
        _json.WriteNumber("assetId", reduced.AssetId);
        _json.WriteNumber("cumulativeLots", reduced.CumulativeLots);
        _json.WriteNumber("reducedLots", reduced.ReducedLots);
        _json.WriteNumber("leavesLots", reduced.LeavesLots);
        Money("released", reduced.Released);
        Money("available", reduced.Available);
        Money("held", reduced.Held);
        End();
    }

    public void Write(in PreventedMatch prevented)
    {
        Begin();
        _json.WriteString("aggressor", Codes.Of(prevented.Aggressor));
        _json.WriteNumber("priceTicks", prevented.PriceTicks);
        _json.WriteNumber("quantityLots", prevented.QuantityLots);
        PreventedSide("taker", in prevented.Taker);
        PreventedSide("maker", in prevented.Maker);
        End();
    }

    public void Write(in CancelRejected rejected)
    {
        Begin();
        _json.WriteNumber("clientOrderId", rejected.ClientOrderId);
        _json.WriteNumber("origClientOrderId", rejected.OrigClientOrderId);
        End();
    }

    public void Write(in LevelChanged level)
    {
        Begin();
        _json.WriteNumber("marketSequence", level.MarketSequence);
        _json.WriteString("side", Codes.Of(level.Side));
        _json.WriteNumber("priceTicks", level.PriceTicks);
        _json.WriteNumber("quantityLots", level.QuantityLots);
        _json.WriteNumber("orderCount", level.OrderCount);
        End();
    }

    public void Write(in DepositCredited credited)
    {
        ref readonly var request = ref credited.Request;
        Begin();
        _json.WriteNumber("depositId", request.DepositId);
        _json.WriteNumber("chainId", request.ChainId);
        _json.WriteString("token", request.Token.ToString());
        _json.WriteNumber("assetId", credited.AssetId);
        Money("amount", request.Amount);
        _json.WriteString("transactionHash", request.TransactionHash.ToString());
        _json.WriteNumber("blockNumber", request.BlockNumber);
        _json.WriteNumber("logIndex", request.LogIndex);
        Money("available", credited.Available);
        Money("held", credited.Held);
        End();
    }

    public void Write(in SettlementUpdate update)
    {
        Begin();
        _json.WriteNumber("firstMatchId", update.FirstMatchId);
        _json.WriteNumber("lastMatchId", update.LastMatchId);
        _json.WriteString("state", Codes.Of(update.State));
        _json.WriteNumber("failureCode", update.FailureCode);
        _json.WriteNumber("attempt", update.Attempt);
        _json.WriteString("transactionHash", update.TransactionHash.ToString());
        _json.WriteNumber("blockNumber", update.BlockNumber);
        _json.WriteNumber("gasPerMatch", update.GasPerMatch);
        End();
    }

    public void Write(in CommandRejected rejected)
    {
        Begin();
        _json.WriteString("commandType", Codes.Of(rejected.CommandType));
        _json.WriteNumber("reference", rejected.Reference);
        End();
    }

    private void Begin()
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
    }

    private void Money(string name, Int128 units) => _json.WriteString(name, FixedPoint.Format(units));

    /// <summary>The signed values are the signer's, unchecked: integers of 1e-8 as text, whatever their size.</summary>
    private void Request(in NewOrder request)
    {
        ref readonly var order = ref request.Order;
        _json.WriteNumber("clientOrderId", request.ClientOrderId);
        _json.WriteString("orderHash", request.OrderHash.ToString());
        _json.WriteString("side", Codes.Of(order.Side));
        _json.WriteString("orderType", Codes.Of(order.OrderType));
        _json.WriteString("timeInForce", Codes.Of(order.TimeInForce));
        _json.WriteNumber("flags", (uint)order.Flags);
        _json.WriteNumber("priceTicks", request.PriceTicks);
        _json.WriteNumber("quantityLots", request.QuantityLots);
        _json.WriteString("signedPriceUnits", order.LimitPrice.ToString(CultureInfo.InvariantCulture));
        _json.WriteString("signedQuantityUnits", order.Quantity.ToString(CultureInfo.InvariantCulture));
        _json.WriteNumber("nonce", order.Nonce);
        _json.WriteNumber("expirySeconds", order.ExpirySeconds);
    }

    private void PreventedSide(string name, in PreventedSide side)
    {
        _json.WriteStartObject(name);
        _json.WriteString("account", side.Account.Owner.ToString());
        _json.WriteNumber("subaccount", side.Account.Subaccount);
        _json.WriteNumber("orderId", side.OrderId);
        _json.WriteNumber("clientOrderId", side.ClientOrderId);
        _json.WriteNumber("accountSequence", side.AccountSequence);
        _json.WriteEndObject();
    }

    private void TradeSide(string name, in TradeSide side)
    {
        _json.WriteStartObject(name);
        _json.WriteString("account", side.Account.Owner.ToString());
        _json.WriteNumber("subaccount", side.Account.Subaccount);
        _json.WriteNumber("orderId", side.OrderId);
        _json.WriteNumber("clientOrderId", side.ClientOrderId);
        _json.WriteNumber("accountSequence", side.AccountSequence);
        _json.WriteNumber("cumulativeLots", side.CumulativeLots);
        _json.WriteNumber("leavesLots", side.LeavesLots);
        _json.WriteString("cumulativeTickLots", side.CumulativeTickLots.ToString(CultureInfo.InvariantCulture));
        Money("fee", side.Fee);
        Money("cashDelta", side.CashDelta);
        Money("available", side.Available);
        Money("held", side.Held);
        _json.WriteNumber("positionLots", side.PositionLots);
        Money("positionCost", side.PositionCost);
        Money("realisedPnl", side.RealisedPnl);
        _json.WriteEndObject();
    }
}
