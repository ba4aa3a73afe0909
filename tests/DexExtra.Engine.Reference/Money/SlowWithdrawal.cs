using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>K2: a withdrawal as its events show it.</summary>
public sealed class SlowWithdrawal(SlowWallet wallet, Int128 amount)
{
    public SlowWallet Wallet { get; } = wallet;

    public Int128 Amount { get; } = amount;

    public WithdrawalState State { get; set; }

    /// <summary>Frames on end in which it waited though the gate was open.</summary>
    public int CouldPass { get; set; }
}
