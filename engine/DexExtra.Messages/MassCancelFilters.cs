namespace DexExtra.Messages;

/// <summary>Which restrictions of a <see cref="MassCancel"/> count, and what it does besides.</summary>
[Flags]
public enum MassCancelFilters : uint
{
    None = 0,

    /// <summary>All subaccounts of the owner instead of the one account.</summary>
    AllSubaccounts = 1 << 0,
    Market = 1 << 1,
    Side = 1 << 2,
    Session = 1 << 3,
    Tag = 1 << 4,

    /// <summary>Limit prices from PriceFrom to PriceTo, both included.</summary>
    PriceRange = 1 << 5,

    /// <summary>Leaves out orders and pegs that rest on the book; quotes have a filter of their own.</summary>
    ExceptResting = 1 << 6,

    /// <summary>Leaves out stops that wait for their trigger.</summary>
    ExceptStops = 1 << 7,

    /// <summary>Leaves out children that wait for their parent.</summary>
    ExceptDormant = 1 << 8,

    /// <summary>Leaves out reduce-only orders, so that no position loses its protection (C7).</summary>
    ExceptReduceOnly = 1 << 9,

    /// <summary>Refuses new orders of the scope with ACCOUNT_LOCKED until UnlockAccount.</summary>
    Lock = 1 << 10,

    /// <summary>Leaves out quotes (C12).</summary>
    ExceptQuotes = 1 << 11,
}
