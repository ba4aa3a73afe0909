namespace DexExtra.Protocol;

/// <summary>
/// Values that stand for "absent" where 0 is a legal value. Identifiers and enums use 0, which is never one.
/// </summary>
public static class WireNull
{
    public const long Int64 = long.MinValue;

    public static Int128 Decimal128 => Int128.MinValue;
}
