namespace DexExtra.Signing;

/// <summary>
/// A full binary tree of orders under one signature, after Seaport's idea: one type for each height, because the type
/// text says how deep the tree is. Wallets show every order.
/// </summary>
public sealed partial class Eip712Type
{
    /// <param name="height">1 to <see cref="BulkOrderHash.MaxHeight"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No tree has this height.</exception>
    public static Eip712Type BulkOrder(int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, BulkOrderHash.MaxHeight);
        return Bulk.Types[height - 1];
    }

    private static string BulkText(int height) =>
        $"BulkOrder(Order{string.Concat(Enumerable.Repeat("[2]", height))} tree)";

    /// <summary>Made when first asked for, after the types that they refer to.</summary>
    private static class Bulk
    {
        public static readonly Eip712Type[] Types =
        [
            .. Enumerable.Range(1, BulkOrderHash.MaxHeight)
                .Select(height => new Eip712Type(BulkText(height), Instructions, Order)),
        ];
    }
}
