namespace DexExtra.Messages;

/// <summary>
/// What an order asks for beyond type and time in force: the columns of the combination table. Every order may carry
/// a self-trade mode besides.
/// </summary>
[Flags]
public enum OrderFeatures : uint
{
    None = 0,
    PostOnly = 1 << 0,
    PostOnlySlide = 1 << 1,
    ReduceOnly = 1 << 2,
    RestRemainder = 1 << 3,
    AllOrNone = 1 << 4,
    AllowImmediate = 1 << 5,
    ActivationPrice = 1 << 6,
    Iceberg = 1 << 7,
    MinQuantity = 1 << 8,
    Budget = 1 << 9,
    PositionFraction = 1 << 10,
    TriggerAtExpiry = 1 << 11,

    /// <summary>A flag that does not exist; legal with nothing.</summary>
    Unknown = 1u << 31,
}
