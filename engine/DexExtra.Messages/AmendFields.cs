namespace DexExtra.Messages;

/// <summary>Which fields of an <see cref="AmendOrder"/> count; the others stay as they are.</summary>
[Flags]
public enum AmendFields : uint
{
    None = 0,
    Quantity = 1 << 0,
    LimitPrice = 1 << 1,
    Expiry = 1 << 2,
    DisplayQuantity = 1 << 3,
}
