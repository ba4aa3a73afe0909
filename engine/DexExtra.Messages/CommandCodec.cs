using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Lays a command into bytes and views bytes as a command; no copying beyond the layout itself.</summary>
public static class CommandCodec
{
    /// <summary>Writes header and body; returns the total length, a multiple of 8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The destination is too short.</exception>
    public static int Write<TBody>(
        Span<byte> destination, CommandType type, in TBody body, ulong correlationId, long receivedNs)
        where TBody : unmanaged
    {
        var length = CommandHeader.SizeBytes + Unsafe.SizeOf<TBody>();
        var header = new CommandHeader
        {
            Length = length,
            Type = type,
            Version = CommandHeader.CurrentVersion,
            CorrelationId = correlationId,
            ReceivedNs = receivedNs,
        };
        MemoryMarshal.Write(destination, in header);
        MemoryMarshal.Write(destination[CommandHeader.SizeBytes..], in body);
        return length;
    }

    public static ref CommandHeader Header(Span<byte> command) => ref MemoryMarshal.AsRef<CommandHeader>(command);

    public static ref readonly CommandHeader Header(ReadOnlySpan<byte> command) =>
        ref MemoryMarshal.AsRef<CommandHeader>(command);

    public static ref readonly TBody Body<TBody>(ReadOnlySpan<byte> command)
        where TBody : unmanaged => ref MemoryMarshal.AsRef<TBody>(command[CommandHeader.SizeBytes..]);

    /// <summary>The one legal length of each command type, header included; 0 for an unknown type.</summary>
    public static int LengthOf(CommandType type) => type switch
    {
        CommandType.NewOrder => CommandHeader.SizeBytes + NewOrder.SizeBytes,
        CommandType.CancelOrder => CommandHeader.SizeBytes + CancelOrder.SizeBytes,
        CommandType.ListAsset => CommandHeader.SizeBytes + ListAsset.SizeBytes,
        CommandType.CreateMarket => CommandHeader.SizeBytes + CreateMarket.SizeBytes,
        CommandType.Deposit => CommandHeader.SizeBytes + Deposit.SizeBytes,
        CommandType.SettlementUpdate => CommandHeader.SizeBytes + SettlementUpdate.SizeBytes,
        CommandType.Tick => CommandHeader.SizeBytes,
        CommandType.NewOrderList => CommandHeader.SizeBytes + NewOrderList.SizeBytes,
        CommandType.AmendOrder => CommandHeader.SizeBytes + AmendOrder.SizeBytes,
        CommandType.ReplaceOrder => CommandHeader.SizeBytes + ReplaceOrder.SizeBytes,
        CommandType.MassCancel => CommandHeader.SizeBytes + MassCancel.SizeBytes,
        CommandType.UnlockAccount => CommandHeader.SizeBytes + UnlockAccount.SizeBytes,
        CommandType.SetTradingRules => CommandHeader.SizeBytes + SetTradingRules.SizeBytes,
        CommandType.SetMarketState => CommandHeader.SizeBytes + SetMarketState.SizeBytes,
        CommandType.StartAuction => CommandHeader.SizeBytes + StartAuction.SizeBytes,
        CommandType.SetIndexPrice => CommandHeader.SizeBytes + SetIndexPrice.SizeBytes,
        CommandType.SetFeeSchedule => CommandHeader.SizeBytes + SetFeeSchedule.SizeBytes,
        CommandType.SetRiskParameters => CommandHeader.SizeBytes + SetRiskParameters.SizeBytes,
        CommandType.SetRiskLimits => CommandHeader.SizeBytes + SetRiskLimits.SizeBytes,
        CommandType.SetCollateral => CommandHeader.SizeBytes + SetCollateral.SizeBytes,
        CommandType.SetCollateralPrice => CommandHeader.SizeBytes + SetCollateralPrice.SizeBytes,
        CommandType.FundTransfer => CommandHeader.SizeBytes + FundTransfer.SizeBytes,
        CommandType.SetMarginMode => CommandHeader.SizeBytes + SetMarginMode.SizeBytes,
        CommandType.AdjustMargin => CommandHeader.SizeBytes + AdjustMargin.SizeBytes,
        CommandType.Transfer => CommandHeader.SizeBytes + Transfer.SizeBytes,
        CommandType.RequestWithdrawal => CommandHeader.SizeBytes + RequestWithdrawal.SizeBytes,
        CommandType.WithdrawalUpdate => CommandHeader.SizeBytes + WithdrawalUpdate.SizeBytes,
        CommandType.SetWithdrawalLimits => CommandHeader.SizeBytes + SetWithdrawalLimits.SizeBytes,
        CommandType.OracleUpdate => CommandHeader.SizeBytes + OracleUpdate.SizeBytes,
        CommandType.SetVenueState => CommandHeader.SizeBytes + SetVenueState.SizeBytes,
        CommandType.QueryMargin => CommandHeader.SizeBytes + QueryMargin.SizeBytes,
        CommandType.BlockTrade => CommandHeader.SizeBytes + BlockTrade.SizeBytes,
        CommandType.BustTrade => CommandHeader.SizeBytes + BustTrade.SizeBytes,
        CommandType.SetSessionKey => CommandHeader.SizeBytes + SetSessionKey.SizeBytes,
        CommandType.OwnerAction => CommandHeader.SizeBytes + OwnerAction.SizeBytes,
        CommandType.MassQuote => CommandHeader.SizeBytes + MassQuote.SizeBytes,
        CommandType.SetQuoteProtection => CommandHeader.SizeBytes + SetQuoteProtection.SizeBytes,
        _ => 0,
    };

    /// <summary>
    /// True if the bytes are one whole command of a known type and version. The engine ingests nothing else.
    /// </summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> command)
    {
        if (command.Length < CommandHeader.SizeBytes)
        {
            return false;
        }

        ref readonly var header = ref Header(command);
        return header.Length == command.Length
            && header.Version == CommandHeader.CurrentVersion
            && LengthOf(header.Type) == command.Length;
    }
}
