namespace DexExtra.Engine.Risk;

/// <summary>What one margin unit has and needs (docs/money.md §4); ledger units.</summary>
internal struct MarginState
{
    /// <summary>R3: cash, debt, all unrealised profit and loss, collateral.</summary>
    public Int128 Equity;

    /// <summary>§7: profit in it at prices that are not reliable: reviews and liquidations do without it.</summary>
    public Int128 SoftProfit;

    /// <summary>R4: value of other assets, in it already.</summary>
    public Int128 Collateral;

    /// <summary>L2-6: gains of the account that may yet be charged, in the equity but not free.</summary>
    public Int128 SharedGain;
    public Int128 InitialMargin;
    public Int128 MaintenanceMargin;

    /// <summary>R3: for new orders.</summary>
    public Int128 Free;

    /// <summary>R3: what may leave the unit, not capped by the available cash.</summary>
    public Int128 FreeToTakeOut;

    /// <summary>B7: every market in which it has lots has a fresh mark.</summary>
    public bool IsFresh;

    /// <summary>B7: in one of them, or in that of the extra order, the mark is too old.</summary>
    public bool HasStaleMark;

    /// <summary>It has lots or open orders at all.</summary>
    public bool IsUsed;
}
