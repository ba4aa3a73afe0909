using DexExtra.Messages;
using DexExtra.Persistence.Copy;

namespace DexExtra.Persistence.Rows;

/// <summary>
/// The columns of what an order carries beyond price, quantity and time. Null where it does not carry it, and where a
/// value, unchecked from the signer, has no name or does not fit: the audit trail has it exactly.
/// </summary>
internal static class SignedColumns
{
    public const string Instructions =
        "trigger_price, trigger_source, expiry_action, display_quantity, display_variance, min_quantity, budget_units,"
        + " trailing_distance, trailing_basis_points, price_offset, activation_price, peg_reference, position_fraction,"
        + " duration_seconds, interval_seconds, session_id, order_tag";

    public const int InstructionCount = 17;

    /// <summary>Grant of the session key that signed it; null = the owner.</summary>
    public static long? Grant(in NewOrder request) => request.GrantId == 0 ? null : request.GrantId;

    public static void EncodeInstructions(CopyBuffer copy, in NewOrder request)
    {
        ref readonly var order = ref request.Order;
        ref readonly var fields = ref order.Instructions;
        var isTriggered = fields.TriggerSource != 0;
        Price(copy, order.TriggerPrice, isTriggered);
        Name(copy, fields.TriggerSource, isTriggered);
        Name(copy, fields.ExpiryAction, isTriggered);
        Quantity(copy, fields.DisplayQuantity);
        Quantity(copy, fields.DisplayVariance);
        Quantity(copy, fields.MinQuantity);
        if (fields.Budget == 0)
        {
            copy.Null();
        }
        else
        {
            copy.Integer(fields.Budget);
        }

        Quantity(copy, fields.TrailingDistance);
        Number(copy, fields.TrailingBasisPoints);
        Quantity(copy, fields.PriceOffset);
        Price(copy, fields.ActivationPrice, (order.Flags & OrderFlags.HasActivationPrice) != 0);
        Name(copy, fields.PegReference, fields.PegReference != 0);
        Number(copy, fields.PositionFraction);
        Number(copy, fields.DurationSeconds);
        Number(copy, fields.IntervalSeconds);
        if (request.SessionId == 0)
        {
            copy.Null();
        }
        else
        {
            copy.Unsigned(request.SessionId);
        }

        Number(copy, request.Tag);
    }

    private static void Price(CopyBuffer copy, Int128 units, bool isCarried) =>
        copy.Price(isCarried && ColumnRange.Fits(units, ColumnRange.PriceLimit) ? units : null);

    private static void Quantity(CopyBuffer copy, UInt128 units)
    {
        var isWritten = units != 0 && units < (UInt128)ColumnRange.MoneyLimit;
        copy.Money(isWritten ? (Int128)units : null);
    }

    private static void Number(CopyBuffer copy, uint value) => copy.Int64(value == 0 ? null : value);

    private static void Name<TEnum>(CopyBuffer copy, TEnum value, bool isCarried)
        where TEnum : struct, Enum => copy.Text(isCarried && Enum.IsDefined(value) ? Codes.Of(value) : null);
}
