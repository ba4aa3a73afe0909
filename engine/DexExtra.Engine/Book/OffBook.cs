namespace DexExtra.Engine.Book;

/// <summary>Orders of a market that are not on a price level, by entry.</summary>
internal readonly struct OffBook : ILinkKind
{
    public static ref Link Of(OrderPool orders, int slot) => ref orders.Terms(slot).OffBook;
}
