namespace DexExtra.Engine.Book;

/// <summary>Orders of one account in one market and side (C6, I-RO-4).</summary>
internal readonly struct ByPosition : ILinkKind
{
    public static ref Link Of(OrderPool orders, int slot) => ref orders[slot].OfPosition;
}
