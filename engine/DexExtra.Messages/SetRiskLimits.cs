using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: limits of a market, an owner or an account (R6, R7).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SetRiskLimits
{
    public const int SizeBytes = 112;

    /// <summary>Of owners the subaccount is 0.</summary>
    public AccountId Account;

    /// <summary>With scope Market, else 0.</summary>
    public uint MarketId;
    public RiskScope Scope;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    public RiskLimits Limits;
}
