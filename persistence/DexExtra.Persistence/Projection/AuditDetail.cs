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
internal sealed partial class AuditDetail : IDisposable
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

    public void Write(in Traded trade)
    {
        Begin();
        _json.WriteNumber("assetId", trade.AssetId);
        _json.WriteNumber("marketSequence", trade.MarketSequence);
        _json.WriteNumber("matchedNs", trade.MatchedNs);
        if (trade.AuctionId != 0)
        {
            _json.WriteNumber("auctionId", trade.AuctionId);
        }
        else if (trade.Aggressor != 0)
        {
            _json.WriteString("aggressor", Codes.Of(trade.Aggressor));
        }

        _json.WriteNumber("flags", (byte)trade.Flags);
        if (trade.BustedMatchId != 0)
        {
            _json.WriteNumber("bustedMatchId", trade.BustedMatchId);
        }

        _json.WriteNumber("priceTicks", trade.PriceTicks);
        _json.WriteNumber("quantityLots", trade.QuantityLots);
        Money("pool", trade.Pool);
        TradeSide("buy", in trade.Buy);
        TradeSide("sell", in trade.Sell);
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
        Money("owed", credited.Owed);
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

    public void Write(in MassCancelled cancelled)
    {
        Begin();
        _json.WriteNumber("clientOrderId", cancelled.ClientOrderId);
        _json.WriteNumber("cancelledOrders", cancelled.CancelledOrders);
        _json.WriteNumber("firstSequence", cancelled.FirstSequence);
        _json.WriteNumber("lastSequence", cancelled.LastSequence);
        End();
    }

    public void Write(in AccountLockChanged changed)
    {
        Begin();
        _json.WriteNumber("clientOrderId", changed.ClientOrderId);
        _json.WriteBoolean("isLocked", changed.IsLocked != 0);
        _json.WriteBoolean("allSubaccounts", changed.AllSubaccounts != 0);
        End();
    }

    public void Write(in SessionKeyChanged changed)
    {
        ref readonly var request = ref changed.Request;
        Begin();
        _json.WriteNumber("grantId", changed.GrantId);
        _json.WriteString("owner", request.Owner.ToString());
        _json.WriteString("key", request.Key.ToString());
        _json.WriteNumber("subaccount", request.Subaccount);
        _json.WriteNumber("marketId", request.MarketId);
        _json.WriteNumber("permissions", (uint)request.Permissions);
        _json.WriteNumber("expiresAtSeconds", request.ExpiresAtSeconds);
        _json.WriteNumber("nonce", request.Nonce);
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
        Money("owed", side.Owed);
        Money("margin", side.Margin);
        _json.WriteNumber("positionLots", side.PositionLots);
        Money("positionCost", side.PositionCost);
        Money("realisedPnl", side.RealisedPnl);
        _json.WriteEndObject();
    }
}
