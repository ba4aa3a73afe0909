using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Rows of order_replacements, written straight into the buffer: the table is append-only.</summary>
internal static class ReplacementRow
{
    public const string Insert =
        "copy order_replacements (order_id, order_version, client_order_id, order_hash, signature, grant_id, nonce,"
        + " time_in_force, order_flags, price, price_ticks, quantity, quantity_lots, max_fee_per_unit_units,"
        + " expiry_seconds, expires_at, " + SignedColumns.Instructions + ", replaced_at, engine_sequence, event_index)"
        + " from stdin (format binary)";

    private const int OwnColumns = 19;

    public static void Encode(CopyBuffer copy, in OrderReplaced replaced, FrameStamp stamp)
    {
        ref readonly var request = ref replaced.Request;
        ref readonly var order = ref request.Order;
        Span<byte> signature = stackalloc byte[Signature.EncodedBytes];
        request.Signature.CopyTo(signature);
        copy.Row(OwnColumns + SignedColumns.InstructionCount);
        copy.Int64(replaced.OrderId);
        copy.Int64(order.Version);
        copy.Unsigned(request.ClientOrderId);
        copy.Hash(in request.OrderHash);
        copy.HexText(signature);
        copy.Int64(SignedColumns.Grant(in request));
        copy.Unsigned(order.Nonce);
        copy.Code(order.TimeInForce);
        copy.Int64((uint)order.Flags);
        copy.Price(order.LimitPrice);
        copy.Int64(request.PriceTicks);
        copy.Money((Int128)order.Quantity);
        copy.Int64(request.QuantityLots);
        copy.Integer(order.MaxFeePerUnit);
        copy.Unsigned(order.ExpirySeconds);
        copy.Seconds(order.ExpirySeconds);
        SignedColumns.EncodeInstructions(copy, in request);
        copy.Time(stamp.TimeNs);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
    }
}
