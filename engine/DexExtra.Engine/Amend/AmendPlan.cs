using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;

namespace DexExtra.Engine.Amend;

/// <summary>What an open order is to become: complete, and checked before anything changes (C1–C4).</summary>
internal struct AmendPlan
{
    public int Slot;
    public Market Market;

    /// <summary>C2: total quantity, filled part included.</summary>
    public long QuantityLots;

    /// <summary>What was signed and what counts now; links and places in it are not used.</summary>
    public OrderTerms Terms;

    public bool ChangesQuantity;
    public bool ChangesLimit;

    /// <summary>Trigger, distance, offset or activation of a stop that waits.</summary>
    public bool ChangesTrigger;

    /// <summary>T12: the other leg of an OCO, whose quantity changes too; −1 = none.</summary>
    public int Other;

    // from here on set by the checks

    /// <summary>Price it will trade up to and rest at.</summary>
    public long PriceTicks;
    public long HoldPerLot;

    /// <summary>C2: not above 0 ends the order.</summary>
    public long LeavesLots;
    public long OtherLeavesLots;

    /// <summary>C1: goes to the tail of its queue.</summary>
    public bool LosesPlace;
    public bool OtherLosesPlace;
}
