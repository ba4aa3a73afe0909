namespace DexExtra.Messages;

/// <summary>Reads the features of a signed order from its flags and instructions. Pure, any thread.</summary>
public static class OrderFeature
{
    private static readonly (OrderFlags Flag, OrderFeatures Feature)[] Flags =
    [
        (OrderFlags.PostOnly, OrderFeatures.PostOnly),
        (OrderFlags.PostOnlySlide, OrderFeatures.PostOnlySlide),
        (OrderFlags.ReduceOnly, OrderFeatures.ReduceOnly),
        (OrderFlags.RestRemainder, OrderFeatures.RestRemainder),
        (OrderFlags.AllOrNone, OrderFeatures.AllOrNone),
        (OrderFlags.AllowImmediate, OrderFeatures.AllowImmediate),
        (OrderFlags.HasActivationPrice, OrderFeatures.ActivationPrice),
    ];

    private const OrderFlags WithoutFeature =
        OrderFlags.Decrement | OrderFlags.ActivateOnFull | OrderFlags.ConfirmLarge;

    public static OrderFeatures Of(in SignedOrder order)
    {
        var features = OfFlags(order.Flags);
        ref readonly var fields = ref order.Instructions;
        features |= fields.DisplayQuantity != 0 ? OrderFeatures.Iceberg : 0;
        features |= fields.MinQuantity != 0 ? OrderFeatures.MinQuantity : 0;
        features |= fields.Budget != 0 ? OrderFeatures.Budget : 0;
        features |= fields.PositionFraction != 0 ? OrderFeatures.PositionFraction : 0;
        features |= fields.ExpiryAction != ExpiryAction.Cancel ? OrderFeatures.TriggerAtExpiry : 0;
        return features;
    }

    private static OrderFeatures OfFlags(OrderFlags flags)
    {
        if ((flags & ~WithoutFeature) == 0)
        {
            return OrderFeatures.None;
        }

        var features = OrderFeatures.None;
        var rest = flags & ~WithoutFeature;
        foreach (var (flag, feature) in Flags)
        {
            features |= (flags & flag) != 0 ? feature : 0;
            rest &= ~flag;
        }

        return rest == 0 ? features : features | OrderFeatures.Unknown;
    }
}
