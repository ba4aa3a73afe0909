using DexExtra.Engine.Ledger;
using DexExtra.Messages;

namespace DexExtra.Engine.Custody;

/// <summary>
/// Transfer command: between subaccounts of one owner (U1), the target created if it is new. Refused, first failure
/// wins: UNKNOWN_ACCOUNT, ALREADY_APPLIED, INVALID_NONCE, UNKNOWN_ASSET, INVALID_PARAMETERS, INSUFFICIENT_FUNDS,
/// INSUFFICIENT_MARGIN, LIMIT_REACHED.
/// </summary>
internal sealed class TransferHandler(
    EngineState state, SignedRequests requests, FreeCash freeCash, BalanceReports reports)
{
    public void Apply<TSink>(in Transfer transfer, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (WhyNot(in transfer, out var account, out var asset) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.Transfer, reason, transfer.Nonce);
            return;
        }

        requests.Use(account, transfer.Nonce);
        var to = new AccountId(transfer.From.Owner, transfer.ToSubaccount);
        if (!state.Accounts.TryFind(in to, out var target))
        {
            target = state.Accounts.Add(in to);
        }

        var ledger = state.Ledger;
        var source = ledger.FindOrAdd(account, asset);
        var destination = ledger.FindOrAdd(target, asset);
        ledger.PayIn(destination, ledger.Available(source), transfer.Amount);
        reports.Report(
            source, BalanceChange.TransferOut, -transfer.Amount, in to, transfer.Nonce, null, ref sink);
        reports.Report(
            destination, BalanceChange.TransferIn, transfer.Amount, in transfer.From, transfer.Nonce, null, ref sink);
    }

    private CommandRejectReason? WhyNot(in Transfer transfer, out int account, out int asset)
    {
        asset = -1;
        if (requests.WhyNot(in transfer.From, transfer.Nonce, out account) is { } reason)
        {
            return reason;
        }

        if (!state.Assets.TryFind(transfer.AssetId, out asset))
        {
            return CommandRejectReason.UnknownAsset;
        }

        if (transfer.Amount <= 0 || transfer.ToSubaccount == transfer.From.Subaccount)
        {
            return CommandRejectReason.InvalidParameters;
        }

        if (!state.Ledger.TryFind(account, asset, out var balance))
        {
            return CommandRejectReason.InsufficientFunds;
        }

        return freeCash.WhyNot(balance, transfer.Amount)
            ?? (HasRoom(new AccountId(transfer.From.Owner, transfer.ToSubaccount), asset)
                ? null
                : CommandRejectReason.LimitReached);
    }

    private bool HasRoom(in AccountId target, int asset) => state.Accounts.TryFind(in target, out var account)
        ? state.Ledger.CanHold(account, asset)
        : !state.Accounts.IsFull && state.Ledger.HasFreeBalance;
}
