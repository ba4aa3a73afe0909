using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Movements without a trade: transfers, buckets, funds, payouts, withdrawals.</summary>
internal static partial class VaultOperation
{
    public static void EncodeBalance(CopyBuffer copy, in BalanceChanged changed, FrameStamp stamp)
    {
        var type = TypeOf(changed.Kind);
        var isDirected = type is VaultOperationType.Allocation or VaultOperationType.Release;
        Begin(copy, stamp, BuyerLeg, type, in changed.Account, changed.AssetId);
        copy.Money(isDirected ? Int128.Abs(changed.Amount) : changed.Amount);
        copy.Money(0);
        copy.Money(changed.Available);
        copy.Money(changed.Held);
        copy.Int64(Identity(changed.MarketId));
        copy.Nulls(2 + ChainColumns);
        copy.Time(stamp.TimeNs);
        copy.Money(changed.Owed);
        copy.Money(changed.Margin);
        EncodeCounterparty(copy, in changed);
        copy.Nulls(4);
    }

    /// <summary>The bucket is empty afterwards.</summary>
    public static void EncodeSettled(CopyBuffer copy, in PositionSettled settled, FrameStamp stamp)
    {
        Begin(copy, stamp, BuyerLeg, VaultOperationType.Settlement, in settled.Account, settled.AssetId);
        copy.Money(settled.CashDelta);
        copy.Money(settled.Fee);
        copy.Money(settled.Available);
        copy.Money(settled.Held);
        copy.Int64(settled.MarketId);
        copy.Nulls(2 + ChainColumns);
        copy.Time(stamp.TimeNs);
        copy.Money(settled.Owed);
        copy.Money(0);
        copy.Nulls(7);
    }

    public static void EncodeWithdrawal(CopyBuffer copy, in WithdrawalChanged changed, FrameStamp stamp)
    {
        ref readonly var request = ref changed.Request;
        Begin(copy, stamp, BuyerLeg, VaultOperationType.Withdrawal, in request.Account, request.AssetId);
        copy.Money(request.Amount);
        copy.Money(0);
        copy.Money(changed.Available);
        copy.Money(changed.Held);
        copy.Nulls(3);
        EncodeChain(copy, in changed);
        copy.Time(stamp.TimeNs);
        copy.Money(changed.Owed);
        copy.Nulls(3);
        copy.Unsigned(request.Nonce);
        copy.Unsigned(changed.WithdrawalId);
        copy.Code(changed.State);
        copy.Address(in request.Recipient);
        if (changed.State == WithdrawalState.Failed)
        {
            copy.Int32(changed.FailureCode);
        }
        else
        {
            copy.Null();
        }
    }

    /// <summary>What left the vault is negative; margin_after is what stays locked.</summary>
    public static void EncodeExit(CopyBuffer copy, in ForcedExitChanged changed, FrameStamp stamp)
    {
        Begin(copy, stamp, BuyerLeg, VaultOperationType.ForcedExit, in changed.Account, changed.AssetId);
        copy.Money(-changed.Paid);
        copy.Money(0);
        copy.Money(changed.Available);
        copy.Money(changed.Held);
        copy.Nulls(3 + ChainColumns);
        copy.Time(stamp.TimeNs);
        copy.Money(changed.Owed);
        copy.Money(changed.Locked);
        copy.Nulls(2);
        if (changed.ActionId == 0)
        {
            copy.Null();
        }
        else
        {
            copy.Unsigned(changed.ActionId);
        }

        copy.Nulls(4);
    }

    /// <summary>Unknown kinds have no word and no row.</summary>
    private static VaultOperationType TypeOf(BalanceChange kind) => kind switch
    {
        BalanceChange.Allocated => VaultOperationType.Allocation,
        BalanceChange.Released => VaultOperationType.Release,
        BalanceChange.TransferOut => VaultOperationType.TransferOut,
        BalanceChange.TransferIn => VaultOperationType.TransferIn,
        BalanceChange.FundIn => VaultOperationType.FundIn,
        BalanceChange.FundOut => VaultOperationType.FundOut,
        BalanceChange.LiquidationFee => VaultOperationType.LiquidationFee,
        BalanceChange.InsurancePaid => VaultOperationType.InsurancePaid,
        BalanceChange.LossSocialised => VaultOperationType.LossSocialised,
        BalanceChange.GuaranteePaid => VaultOperationType.GuaranteePaid,
        BalanceChange.CollateralSold => VaultOperationType.CollateralSold,
        BalanceChange.CollateralProceeds => VaultOperationType.CollateralProceeds,
        BalanceChange.FeeRefund => VaultOperationType.FeeRefund,
        _ => throw new ContractException($"unknown kind of balance change {(byte)kind}"),
    };

    /// <summary>counterparty_address, counterparty_subaccount, operation_reference.</summary>
    private static void EncodeCounterparty(CopyBuffer copy, in BalanceChanged changed)
    {
        if (changed.Counterparty.Owner.IsZero)
        {
            copy.Nulls(2);
        }
        else
        {
            copy.Address(in changed.Counterparty.Owner);
            copy.Int64(changed.Counterparty.Subaccount);
        }

        if (changed.Reference == 0)
        {
            copy.Null();
        }
        else
        {
            copy.Unsigned(changed.Reference);
        }
    }

    /// <summary>chain_id, deposit_id, token_address, transaction_hash, block_number, log_index.</summary>
    private static void EncodeChain(CopyBuffer copy, in WithdrawalChanged changed)
    {
        if (changed.ChainId == 0)
        {
            copy.Null();
        }
        else
        {
            copy.Unsigned(changed.ChainId);
        }

        copy.Nulls(2);
        if (changed.TransactionHash.IsZero)
        {
            copy.Null();
        }
        else
        {
            copy.Hash(in changed.TransactionHash);
        }

        copy.Int64(changed.BlockNumber == 0 ? null : checked((long)changed.BlockNumber));
        copy.Null();
    }

    private static long? Identity(uint id) => id == 0 ? null : id;
}
