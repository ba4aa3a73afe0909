namespace DexExtra.Engine.Reference.Money;

/// <summary>What a margin unit has and needs; ledger units.</summary>
public sealed class SlowUnit
{
    public Int128 Equity { get; set; }

    /// <summary>§7: what reviews and liquidations count, without profits at prices that are not reliable.</summary>
    public Int128 FirmEquity { get; set; }

    public Int128 Collateral { get; set; }

    /// <summary>§10: gains that may yet be charged.</summary>
    public Int128 SharedGain { get; set; }

    public Int128 InitialMargin { get; set; }

    public Int128 MaintenanceMargin { get; set; }

    /// <summary>R3: for new orders.</summary>
    public Int128 Free { get; set; }

    /// <summary>R3: not capped by the available cash.</summary>
    public Int128 FreeToTakeOut { get; set; }

    public bool IsUsed { get; set; }
}
