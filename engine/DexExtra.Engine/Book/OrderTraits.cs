namespace DexExtra.Engine.Book;

/// <summary>What matching must know of an order without opening its terms.</summary>
[Flags]
internal enum OrderTraits : byte
{
    None = 0,
    ReduceOnly = 1 << 0,

    /// <summary>Shows only a slice of itself, or waits with part of itself (T14).</summary>
    PartlyHidden = 1 << 1,
    Pegged = 1 << 2,

    /// <summary>Belongs to a list: fills and its end have effects on other orders.</summary>
    Linked = 1 << 3,

    /// <summary>O-BUDGET: its hold is the exact cost of its walk, not a worst price.</summary>
    Budget = 1 << 4,

    /// <summary>I-PO: never takes.</summary>
    PostOnly = 1 << 5,

    /// <summary>Takes part in an uncrossing that has not finished.</summary>
    Allocated = 1 << 6,

    /// <summary>C12: a side of a quote.</summary>
    Quote = 1 << 7,
}
