using DexExtra.Engine.Ledger;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Custody;

/// <summary>
/// FundTransfer command (M11, M12; docs/money.md §13). Refused, first failure wins: ALREADY_APPLIED,
/// INVALID_PARAMETERS, UNKNOWN_ASSET, UNKNOWN_MARKET, ILLEGAL_TRANSITION, UNKNOWN_ACCOUNT, INSUFFICIENT_FUNDS,
/// INSUFFICIENT_MARGIN, LIMIT_REACHED.
/// </summary>
internal sealed class FundHandler(EngineState state, FreeCash freeCash, Funds funds, BalanceReports reports)
{
    public void Apply<TSink>(in FundTransfer transfer, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var market = state.Markets.Find(transfer.MarketId);
        if (WhyNot(in transfer, market, out var account, out var asset) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.FundTransfer, reason, transfer.Reference);
            return;
        }

        state.FundReferences.Add(in transfer);
        var ledger = state.Ledger;
        var balance = account < 0 ? -1 : ledger.FindOrAdd(account, asset);
        if (transfer.To == FundKind.Account)
        {
            ledger.PayIn(balance, funds.Entry(transfer.From, asset, market), transfer.Amount);
        }
        else
        {
            var from = transfer.From == FundKind.Account
                ? ledger.Available(balance)
                : funds.Entry(transfer.From, asset, market);
            ledger.Post(asset, from, funds.Entry(transfer.To, asset, market), transfer.Amount);
        }

        var cause = transfer.To == FundKind.Account ? BalanceChange.FundIn : BalanceChange.FundOut;
        Report(in transfer, transfer.From, -transfer.Amount, cause, ref sink);
        Report(in transfer, transfer.To, transfer.Amount, cause, ref sink);
    }

    private void Report<TSink>(
        in FundTransfer transfer, FundKind kind, Int128 amount, BalanceChange cause, ref TSink sink)
        where TSink : struct, IEventSink
    {
        state.Assets.TryFind(transfer.AssetId, out var asset);
        if (kind != FundKind.Account)
        {
            var market = state.Markets.Find(transfer.MarketId);
            funds.Report(kind, asset, market, cause, amount, transfer.Reference, ref sink);
            return;
        }

        state.Accounts.TryFind(in transfer.Account, out var account);
        var balance = state.Ledger.FindOrAdd(account, asset);
        reports.Report(balance, cause, amount, default, transfer.Reference, null, ref sink);
    }

    private CommandRejectReason? WhyNot(in FundTransfer transfer, Market? market, out int account, out int asset)
    {
        account = -1;
        asset = -1;
        if (state.FundReferences.WhyNot(in transfer) is { } known)
        {
            return known;
        }

        if (!IsAllowed(transfer.From, transfer.To) || transfer.Amount <= 0 || !HasOnlyItsFields(in transfer))
        {
            return CommandRejectReason.InvalidParameters;
        }

        if (!state.Assets.TryFind(transfer.AssetId, out asset))
        {
            return CommandRejectReason.UnknownAsset;
        }

        if (transfer.To == FundKind.Insurance && market?.Asset != asset)
        {
            return market is null ? CommandRejectReason.UnknownMarket : CommandRejectReason.InvalidParameters;
        }

        if (transfer.To == FundKind.Insurance && market?.State == MarketState.Closed)
        {
            return CommandRejectReason.IllegalTransition;
        }

        if (HasAccount(in transfer) && !state.Accounts.TryFind(in transfer.Account, out account))
        {
            return CommandRejectReason.UnknownAccount;
        }

        return WhyNotPaid(in transfer, account, asset);
    }

    private CommandRejectReason? WhyNotPaid(in FundTransfer transfer, int account, int asset)
    {
        if (transfer.From == FundKind.Account)
        {
            return state.Ledger.TryFind(account, asset, out var balance)
                ? freeCash.WhyNot(balance, transfer.Amount)
                : CommandRejectReason.InsufficientFunds;
        }

        if (transfer.Amount > funds.Spendable(transfer.From, asset))
        {
            return CommandRejectReason.InsufficientFunds;
        }

        return transfer.To != FundKind.Account || state.Ledger.CanHold(account, asset)
            ? null
            : CommandRejectReason.LimitReached;
    }

    private static bool IsAllowed(FundKind from, FundKind to) => (from, to) is
        (FundKind.Account, FundKind.Insurance or FundKind.Guarantee)
        or (FundKind.Guarantee, FundKind.Insurance or FundKind.Account)
        or (FundKind.Fees, FundKind.Account or FundKind.Guarantee)
        or (FundKind.Dust, FundKind.Guarantee);

    private static bool HasAccount(in FundTransfer transfer) =>
        transfer.From == FundKind.Account || transfer.To == FundKind.Account;

    /// <summary>An account only where one is named, a market only with its insurance; always a reference.</summary>
    private static bool HasOnlyItsFields(in FundTransfer transfer) =>
        (HasAccount(in transfer) || transfer.Account == default)
        && (transfer.To == FundKind.Insurance || transfer.MarketId == 0)
        && transfer.Reference != 0;
}
