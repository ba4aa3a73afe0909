using DexExtra.Engine.Ledger;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Custody;

/// <summary>
/// AdjustMargin command: moves money between an account and the bucket of its open isolated position (R5). Refused,
/// first failure wins: UNKNOWN_ACCOUNT, ALREADY_APPLIED, INVALID_NONCE, UNKNOWN_MARKET, INVALID_PARAMETERS,
/// INSUFFICIENT_FUNDS, INSUFFICIENT_MARGIN.
/// </summary>
internal sealed class MarginHandler(
    EngineState state, SignedRequests requests, FreeCash freeCash, MarginCalculator margins, BalanceReports reports)
{
    public void Apply<TSink>(in AdjustMargin request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (WhyNot(in request, out var slot) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.AdjustMargin, reason, request.Nonce);
            return;
        }

        ref var position = ref state.Positions[slot];
        var market = state.Markets[position.Market];
        var ledger = state.Ledger;
        var balance = ledger.FindOrAdd(position.Account, market.Asset);
        requests.Use(position.Account, request.Nonce);
        if (request.Amount > 0)
        {
            ledger.Post(market.Asset, ledger.Available(balance), position.Margin, request.Amount);
        }
        else
        {
            ledger.PayIn(balance, position.Margin, -request.Amount);
        }

        state.Effects.Reviews.Add(slot);
        var kind = request.Amount > 0 ? BalanceChange.Allocated : BalanceChange.Released;
        reports.Report(balance, kind, -request.Amount, default, request.Nonce, market, ref sink);
    }

    private CommandRejectReason? WhyNot(in AdjustMargin request, out int slot)
    {
        slot = -1;
        if (requests.WhyNot(in request.Account, request.Nonce, out var account) is { } reason)
        {
            return reason;
        }

        if (state.Markets.Find(request.MarketId) is not { } market)
        {
            return CommandRejectReason.UnknownMarket;
        }

        if (request.Amount == 0 || !IsOpenIsolated(account, market, out slot))
        {
            return CommandRejectReason.InvalidParameters;
        }

        return request.Amount > 0
            ? freeCash.WhyNot(state.Ledger.FindOrAdd(account, market.Asset), request.Amount)
            : WhyNotRelease(slot, market, request.Amount);
    }

    /// <summary>
    /// R3, R5: the initial margin stays, and unrealised profit does not count for it. Nothing leaves while the market
    /// shares a loss (L2-6).
    /// </summary>
    private CommandRejectReason? WhyNotRelease(int slot, Market market, Int128 negative)
    {
        if (negative < -state.Positions[slot].Bucket)
        {
            return CommandRejectReason.InsufficientFunds;
        }

        return market.Sharing != 0 || margins.OfIsolated(slot).FreeToTakeOut + negative < 0
            ? CommandRejectReason.InsufficientMargin
            : null;
    }

    private bool IsOpenIsolated(int account, Market market, out int slot) =>
        state.Positions.TryFind(account, market.Slot, out slot)
        && state.Positions[slot].Mode == MarginMode.Isolated
        && state.Positions[slot].Lots != 0;
}
