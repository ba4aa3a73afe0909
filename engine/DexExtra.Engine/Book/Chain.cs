namespace DexExtra.Engine.Book;

/// <summary>Doubly linked list through the orders themselves: no allocation, removal without search.</summary>
internal static class Chain<TKind>
    where TKind : struct, ILinkKind
{
    public static int Next(OrderPool orders, int slot) => TKind.Of(orders, slot).Next;

    public static void Append(OrderPool orders, ref ChainHead head, int slot)
    {
        ref var link = ref TKind.Of(orders, slot);
        link.Previous = head.Last;
        link.Next = -1;
        if (head.Last >= 0)
        {
            TKind.Of(orders, head.Last).Next = slot;
        }
        else
        {
            head.First = slot;
        }

        head.Last = slot;
        head.Count++;
    }

    /// <summary>Inserts before an order of the list.</summary>
    public static void InsertBefore(OrderPool orders, ref ChainHead head, int before, int slot)
    {
        ref var link = ref TKind.Of(orders, slot);
        ref var next = ref TKind.Of(orders, before);
        link.Previous = next.Previous;
        link.Next = before;
        if (next.Previous >= 0)
        {
            TKind.Of(orders, next.Previous).Next = slot;
        }
        else
        {
            head.First = slot;
        }

        next.Previous = slot;
        head.Count++;
    }

    public static void Remove(OrderPool orders, ref ChainHead head, int slot)
    {
        ref readonly var link = ref TKind.Of(orders, slot);
        if (link.Previous >= 0)
        {
            TKind.Of(orders, link.Previous).Next = link.Next;
        }
        else
        {
            head.First = link.Next;
        }

        if (link.Next >= 0)
        {
            TKind.Of(orders, link.Next).Previous = link.Previous;
        }
        else
        {
            head.Last = link.Previous;
        }

        head.Count--;
    }
}
