namespace DexExtra.Messages;

/// <summary>Entries of the ledger that belong to nobody in particular.</summary>
public enum FundKind : byte
{
    /// <summary>No fund: the account that is named.</summary>
    Account = 1,

    /// <summary>Of one market (C01).</summary>
    Insurance = 2,

    /// <summary>Of one asset.</summary>
    Guarantee = 3,

    /// <summary>Of one asset.</summary>
    Fees = 4,

    /// <summary>Of one asset.</summary>
    Dust = 5,
}
