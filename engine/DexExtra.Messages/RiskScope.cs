namespace DexExtra.Messages;

/// <summary>R6: whose limits.</summary>
public enum RiskScope : byte
{
    /// <summary>Of every account in the market.</summary>
    Market = 1,

    /// <summary>Of the owner, all subaccounts.</summary>
    Owner = 2,
    Account = 3,
}
