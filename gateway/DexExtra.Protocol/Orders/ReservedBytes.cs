namespace DexExtra.Protocol.Orders;

/// <summary>Bytes without a field inside the signed order, which several messages carry.</summary>
internal static class ReservedBytes
{
    /// <param name="order">The 256 bytes of a SignedOrder.</param>
    public static bool OrderIsZero(ReadOnlySpan<byte> order) =>
        order[31] == 0 && !order[251..256].ContainsAnyExcept((byte)0);
}
