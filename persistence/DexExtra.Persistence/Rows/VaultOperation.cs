using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Rows of vault_operations, written straight into the buffer: the table is append-only.</summary>
internal static partial class VaultOperation
{
    public const string Insert =
        "copy vault_operations (engine_sequence, event_index, leg, operation_type, account_address, subaccount,"
        + " asset_id, amount, fee, available_after, held_after, market_id, match_id, order_id, chain_id, deposit_id,"
        + " token_address, transaction_hash, block_number, log_index, occurred_at,"
        + " owed_after, margin_after, counterparty_address, counterparty_subaccount, operation_reference,"
        + " withdrawal_id, withdrawal_state, recipient_address, failure_code) from stdin (format binary)";

    private const int ChainColumns = 6;
    private const short BuyerLeg = 0;
    private const short SellerLeg = 1;

    public static void EncodeDeposit(CopyBuffer copy, in DepositCredited credited, FrameStamp stamp)
    {
        ref readonly var request = ref credited.Request;
        Begin(copy, stamp, BuyerLeg, VaultOperationType.Deposit, in request.Account, credited.AssetId);
        copy.Money(request.Amount);
        copy.Money(0);
        copy.Money(credited.Available);
        copy.Money(credited.Held);
        copy.Null();
        copy.Null();
        copy.Null();
        copy.Unsigned(request.ChainId);
        copy.Unsigned(request.DepositId);
        copy.Address(in request.Token);
        copy.Hash(in request.TransactionHash);
        copy.Int64(request.BlockNumber);
        copy.Int64(request.LogIndex);
        copy.Time(stamp.TimeNs);
        copy.Money(credited.Owed);
        copy.Nulls(8);
    }

    public static void EncodeTrade(CopyBuffer copy, in Traded trade, FrameStamp stamp)
    {
        EncodeLeg(copy, in trade, in trade.Buy, BuyerLeg, stamp);
        EncodeLeg(copy, in trade, in trade.Sell, SellerLeg, stamp);
    }

    private static void EncodeLeg(CopyBuffer copy, in Traded trade, in TradeSide side, short leg, FrameStamp stamp)
    {
        var type = side.CashDelta > 0 ? VaultOperationType.Release : VaultOperationType.Allocation;
        Begin(copy, stamp, leg, type, in side.Account, trade.AssetId);
        copy.Money(Int128.Abs(side.CashDelta));
        copy.Money(side.Fee);
        copy.Money(side.Available);
        copy.Money(side.Held);
        copy.Int64(trade.MarketId);
        copy.Int64(trade.MatchId);
        copy.Int64(side.OrderId);
        copy.Nulls(ChainColumns);
        copy.Time(stamp.TimeNs);
        copy.Money(side.Owed);
        copy.Money(side.Margin);
        copy.Nulls(7);
    }

    private static void Begin(
        CopyBuffer copy, FrameStamp stamp, short leg, VaultOperationType type, in AccountId account, uint assetId)
    {
        copy.Row(30);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
        copy.Int16(leg);
        copy.Code(type);
        copy.Address(in account.Owner);
        copy.Int64(account.Subaccount);
        copy.Int64(assetId);
    }
}
