using System.Numerics;
using System.Text.RegularExpressions;
using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>Instructions, lists, and what wakes, moves and changes open orders.</summary>
internal sealed partial class Expectation
{
    private int _refused;

    private static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => WordStart().Replace(value.ToString(), "_$1").ToUpperInvariant();

    private static string Named<TEnum>(TEnum value)
        where TEnum : struct, Enum => Enum.IsDefined(value) ? Word(value) : TableDump.Null;

    /// <summary>Leg i of a list would have had the sequence + i × 2^48; the answers come leg by leg.</summary>
    private long RefusedId(in EventFrameHeader frame) => frame.Sequence + ((_refused - 1) * (1L << 48));

    private static void Instructions(Dictionary<string, string> row, in NewOrder request)
    {
        var order = request.Order;
        var fields = order.Instructions;
        var waits = fields.TriggerSource != 0;
        row["trigger_price"] = waits && BigInteger.Abs(order.TriggerPrice) < PriceLimit ? Dec(order.TriggerPrice) : TableDump.Null;
        row["trigger_source"] = waits ? Named(fields.TriggerSource) : TableDump.Null;
        row["expiry_action"] = waits ? Named(fields.ExpiryAction) : TableDump.Null;
        row["display_quantity"] = Amount(fields.DisplayQuantity);
        row["display_variance"] = Amount(fields.DisplayVariance);
        row["min_quantity"] = Amount(fields.MinQuantity);
        row["budget_units"] = fields.Budget == 0 ? TableDump.Null : Num(fields.Budget);
        row["trailing_distance"] = Amount(fields.TrailingDistance);
        row["trailing_basis_points"] = NumIf(fields.TrailingBasisPoints);
        row["price_offset"] = Amount(fields.PriceOffset);
        row["activation_price"] = order.Flags.HasFlag(OrderFlags.HasActivationPrice)
            && BigInteger.Abs(fields.ActivationPrice) < PriceLimit ? Dec(fields.ActivationPrice) : TableDump.Null;
        row["peg_reference"] = fields.PegReference == 0 ? TableDump.Null : Named(fields.PegReference);
        row["position_fraction"] = NumIf(fields.PositionFraction);
        row["duration_seconds"] = NumIf(fields.DurationSeconds);
        row["interval_seconds"] = NumIf(fields.IntervalSeconds);
        row["session_id"] = NumIf(request.SessionId);
        row["order_tag"] = NumIf(request.Tag);
    }

    private static string Amount(UInt128 units) =>
        units == 0 || units >= (UInt128)MoneyLimit ? TableDump.Null : Dec(units);

    private static string NumIf(ulong value) => value == 0 ? TableDump.Null : Num(value);

    private static string Expiry(ulong seconds) => seconds > 253_402_300_799 ? "infinity" : Num(seconds * 1_000_000);

    private void AcceptedTerms(Dictionary<string, string> row, in OrderAccepted accepted)
    {
        var order = accepted.Request.Order;
        var isParked = order.OrderType == OrderType.Pegged && accepted.Status == OrderStatus.PendingTrigger;
        row["effective_price_ticks"] = isParked ? TableDump.Null : Num(accepted.EffectivePriceTicks);
        row["current_price_ticks"] = row["effective_price_ticks"];
        row["current_quantity_lots"] = row["quantity_lots"];
        row["current_expires_at"] = Expiry(order.ExpirySeconds);
        row["version_in_force"] = "1";
        if (order.Instructions.DisplayQuantity != 0)
        {
            row["current_display_lots"] = Num(
                (BigInteger)order.Instructions.DisplayQuantity / _markets[order.MarketId].Request.LotSize);
        }

        if (accepted.ListKind != ListKind.None)
        {
            row["list_id"] = Num(accepted.ListId);
            row["list_kind"] = Word(accepted.ListKind);
            row["leg_index"] = Num(accepted.LegIndex);
            row["leg_count"] = Num(accepted.LegCount);
        }
    }

    /// <summary>False for an event of another kind.</summary>
    private bool ApplyLife(in EventFrameHeader frame, EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.OrderTriggered:
                Triggered(in frame, in item.Body<OrderTriggered>());
                return true;
            case EventType.OrderActivated:
                Activated(in frame, in item.Body<OrderActivated>());
                return true;
            case EventType.OrderRepriced:
                Repriced(in frame, in item.Body<OrderRepriced>());
                return true;
            case EventType.OrderAmended:
                Amended(in frame, in item.Body<OrderAmended>());
                return true;
            case EventType.OrderReplaced:
                Replaced(in frame, item.Index, in item.Body<OrderReplaced>());
                return true;
            default:
                return false;
        }
    }

    private Dictionary<string, string> Live(in EventFrameHeader frame, long orderId)
    {
        var row = Row("orders", Num(orderId));
        Assert.Equal(TableDump.Null, row["closed_at"]);
        row["updated_at"] = Us(frame.TimestampNs);
        row["updated_sequence"] = Num(frame.Sequence);
        return row;
    }

    private static string LiveStatus(Dictionary<string, string> row) =>
        row["filled_lots"] == "0" ? "NEW" : "PARTIALLY_FILLED";

    private void Triggered(in EventFrameHeader frame, in OrderTriggered triggered)
    {
        var row = Live(in frame, triggered.OrderId);
        row["status"] = LiveStatus(row);
        row["leaves_lots"] = Num(triggered.LeavesLots);
        row["current_price_ticks"] = Num(triggered.EffectivePriceTicks);
        row["triggered_at"] = Us(frame.TimestampNs);
        row["triggered_price_ticks"] = Num(triggered.TriggerTicks);
        Account(in frame, triggered.Account, triggered.AccountSequence);
    }

    private void Activated(in EventFrameHeader frame, in OrderActivated activated)
    {
        var row = Live(in frame, activated.OrderId);
        row["status"] = activated.Status == OrderStatus.PendingTrigger ? "PENDING_TRIGGER" : LiveStatus(row);
        row["leaves_lots"] = Num(activated.LeavesLots);
        var before = row["activated_lots"] == TableDump.Null ? 0 : Units(row["activated_lots"]);
        row["activated_lots"] = Num(before + activated.ActivatedLots);
        Account(in frame, activated.Account, activated.AccountSequence);
    }

    private void Repriced(in EventFrameHeader frame, in OrderRepriced repriced)
    {
        var row = Live(in frame, repriced.OrderId);
        var isParked = repriced.IsParked == 1;
        row["status"] = isParked ? "PENDING_TRIGGER" : LiveStatus(row);
        row["current_price_ticks"] = isParked ? TableDump.Null : Num(repriced.PriceTicks);
        Account(in frame, repriced.Account, repriced.AccountSequence);
    }

    private void Amended(in EventFrameHeader frame, in OrderAmended amended)
    {
        var row = Live(in frame, amended.OrderId);
        if (row["order_type"] != "PEGGED" && amended.KeepsPriority == 0)
        {
            row["current_price_ticks"] = Num(amended.PriceTicks);
        }

        row["current_quantity_lots"] = Num(amended.QuantityLots);
        row["current_display_lots"] = amended.DisplayLots == 0 ? TableDump.Null : Num(amended.DisplayLots);
        row["leaves_lots"] = Num(amended.LeavesLots);
        row["current_expires_at"] = Expiry(amended.ExpirySeconds);
        row["amended_at"] = Us(frame.TimestampNs);
        row["collateral_amended"] = Dec(amended.Hold);
        InForce(row, amended.Version, amended.OrderHash);
        Account(in frame, amended.Account, amended.AccountSequence);
        Balance(in frame, amended.Account, amended.AssetId, amended.Available, amended.Held, amended.Owed);
    }

    private static void InForce(Dictionary<string, string> row, uint version, Hash32 hash)
    {
        row["version_in_force"] = Num(version);
        row["order_hash_in_force"] = version == 1 ? TableDump.Null : hash.ToString();
    }

    private void Replaced(in EventFrameHeader frame, uint index, in OrderReplaced replaced)
    {
        var request = replaced.Request;
        var order = request.Order;
        InForce(Live(in frame, replaced.OrderId), order.Version, request.OrderHash);
        var signature = new byte[65];
        request.Signature.CopyTo(signature);
        var row = Row("order_replacements", $"{replaced.OrderId}/{order.Version}");
        Assert.Empty(row);
        row["order_id"] = Num(replaced.OrderId);
        row["order_version"] = Num(order.Version);
        row["client_order_id"] = Num(request.ClientOrderId);
        row["order_hash"] = request.OrderHash.ToString();
        row["signature"] = "0x" + Convert.ToHexStringLower(signature);
        row["grant_id"] = request.GrantId == 0 ? TableDump.Null : Num(request.GrantId);
        row["nonce"] = Num(order.Nonce);
        row["time_in_force"] = Word(order.TimeInForce);
        row["order_flags"] = Num((uint)order.Flags);
        row["price"] = Dec(order.LimitPrice);
        row["price_ticks"] = Num(request.PriceTicks);
        row["quantity"] = Dec(order.Quantity);
        row["quantity_lots"] = Num(request.QuantityLots);
        row["max_fee_per_unit_units"] = Num(order.MaxFeePerUnit);
        row["expiry_seconds"] = Num(order.ExpirySeconds);
        row["expires_at"] = Expiry(order.ExpirySeconds);
        Instructions(row, in request);
        row["replaced_at"] = Us(frame.TimestampNs);
        row["engine_sequence"] = Num(frame.Sequence);
        row["event_index"] = Num(index);
    }

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex WordStart();
}
