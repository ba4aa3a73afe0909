using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>Withdrawals in a word.</summary>
internal static class Withdrawals
{
    /// <summary>Alice asks; her nonces are the venue's sequence.</summary>
    public static string[] Ask(this Venue venue, Int128 amount) => venue.Apply(
        CommandType.RequestWithdrawal,
        new RequestWithdrawal
        {
            Account = Traders.Alice,
            Recipient = Traders.Of(55).Owner,
            AssetId = TestMarkets.AssetId,
            Amount = amount,
            Nonce = (ulong)venue.Sequence + 1,
        });

    public static string[] Update(this Venue venue, ulong id, WithdrawalState state) => venue.Apply(
        CommandType.WithdrawalUpdate,
        new WithdrawalUpdate { WithdrawalId = id, State = state, ChainId = TestMarkets.ChainId });
}
