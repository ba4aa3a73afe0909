namespace DexExtra.Engine.Book;

/// <summary>Orders of a market of one special kind: pegged, trailing, or all-or-none of one side.</summary>
internal readonly struct ByKind : ILinkKind
{
    public static ref Link Of(OrderPool orders, int slot) => ref orders.Terms(slot).OfKind;
}
