using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>Spoils one field of an order, or the bytes of a command.</summary>
internal static class BrokenFields
{
    public static void Spoil(StreamDice dice, ref NewOrder order)
    {
        ref var signed = ref order.Order;
        ref var to = ref signed.Instructions;
        switch (dice.Below(32))
        {
            case 0: signed.Version = (uint)dice.Pick([0, 2]); break;
            case 1: signed.Flags ^= (OrderFlags)(1U << dice.Below(32)); break;
            case 2: signed.TriggerPrice = dice.Between(-3, 3); break;
            case 3: signed.Side = (Side)dice.Below(4); break;
            case 4: signed.OrderType = (OrderType)dice.Below(12); break;
            case 5: signed.TimeInForce = (TimeInForce)dice.Below(14); break;
            case 6: signed.LimitPrice++; break;
            case 7: signed.Quantity++; break;
            case 8: order.QuantityLots = dice.Between(-2, 1); break;
            case 9: signed.MaxFeePerUnit = (UInt128)dice.Below(4); break;
            case 10: signed.MarketId = (uint)dice.Below(8); break;
            case 11: signed.Quantity = UInt128.MaxValue; break;
            case 12: order.PriceTicks = long.MinValue; break;
            case 13: to.DisplayQuantity++; break;
            case 14: to.DisplayVariance = to.DisplayQuantity; break;
            case 15: to.MinQuantity = signed.Quantity + 1; break;
            case 16: to.Budget = UInt128.One << 126; break;
            case 17: to.TrailingDistance = UInt128.MaxValue; break;
            case 18: to.TrailingBasisPoints = 10_001; break;
            case 19: to.PriceOffset++; break;
            case 20: to.ActivationPrice = Int128.MaxValue; break;
            case 21: to.PositionFraction = 10_001; break;
            case 22: to.DurationSeconds = (uint)dice.Pick([299, 86_401]); break;
            case 23: to.IntervalSeconds = (uint)dice.Pick([29, 3_601]); break;
            case 24: to.TriggerSource = (TriggerSource)dice.Below(5); break;
            case 25: to.ExpiryAction = (ExpiryAction)dice.Below(3); break;
            case 26: to.PegReference = (PegReference)dice.Below(6); break;
            case 27: signed.TriggerPrice = Int128.MaxValue; break;
            case 28: to.Budget = 1; break;
            case 29: signed.ExpirySeconds = ulong.MaxValue; break;
            case 30: signed.Nonce = 0; break;
            default: signed.LimitPrice = Int128.MinValue; break;
        }
    }

    /// <summary>An unknown type, a wrong version or a wrong length: never well formed.</summary>
    public static byte[] SpoilBytes(StreamDice dice, byte[] command)
    {
        ref var header = ref CommandCodec.Header(command.AsSpan());
        switch (dice.Below(3))
        {
            case 0:
                header.Type = (CommandType)dice.Between(34, 60);
                break;
            case 1:
                header.Version = 2;
                break;
            default:
                header.Length += 8;
                return [.. command, .. new byte[8]];
        }

        return command;
    }
}
