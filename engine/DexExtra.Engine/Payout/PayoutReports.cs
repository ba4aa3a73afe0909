using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Payout;

/// <summary>The events of a payout, each with the complete state of the account or fund after it.</summary>
internal sealed class PayoutReports(EngineState state)
{
    /// <summary>A position was paid out; balances are those of now.</summary>
    public void ReportSettled<TSink>(in Position before, int balance, ref PositionSettled settled, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var market = state.Markets[before.Market];
        ref readonly var cash = ref state.Ledger[balance];
        settled.Account = state.Accounts[before.Account].Id;
        settled.AccountSequence = state.Accounts.NextSequence(before.Account);
        settled.MarketId = market.Terms.MarketId;
        settled.AssetId = market.Terms.AssetId;
        settled.Lots = before.Lots;
        settled.SettlementTicks = market.Result.SettlementTicks;
        settled.Available = cash.Available;
        settled.Held = cash.Held;
        settled.Owed = cash.Owed;
        sink.Append(EventType.PositionSettled, in settled);
        ReportClosed(in before, market, in settled, ref sink);
    }

    /// <summary>The market's insurance gained or, with a negative amount, lost.</summary>
    public static void ReportInsurance<TSink>(Market market, Int128 amount, BalanceChange cause, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var changed = new FundChanged
        {
            Kind = FundKind.Insurance,
            Cause = cause,
            MarketId = market.Terms.MarketId,
            AssetId = market.Terms.AssetId,
            Amount = amount,
            Balance = market.InsuranceAmount,
        };
        sink.Append(EventType.FundChanged, in changed);
    }

    /// <summary>The guarantee fund of the market's asset gained or, with a negative amount, lost.</summary>
    public void ReportGuarantee<TSink>(Market market, Int128 amount, BalanceChange cause, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var changed = new FundChanged
        {
            Kind = FundKind.Guarantee,
            Cause = cause,
            AssetId = market.Terms.AssetId,
            Amount = amount,
            Balance = state.Assets[market.Asset].Guarantee,
            Reference = market.Terms.MarketId,
        };
        sink.Append(EventType.FundChanged, in changed);
    }

    private void ReportClosed<TSink>(
        in Position before, Market market, in PositionSettled settled, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var life = ref before.Life;
        var realised = life.RealisedPnl + settled.RealisedPnl - settled.Socialised;
        var fees = life.Fees + settled.Fee;
        var closed = new PositionClosed
        {
            Account = settled.Account,
            AccountSequence = state.Accounts.NextSequence(before.Account),
            MarketId = settled.MarketId,
            AssetId = settled.AssetId,
            OpenedNs = life.OpenedNs,
            ClosedNs = state.TimestampNs,
            Lots = Math.Sign(before.Lots) * life.OpenedLots,
            EntryTickLots = life.EntryTickLots,
            ExitTickLots = life.ExitTickLots + Math.BigMul(Math.Abs(before.Lots), market.Result.SettlementTicks),
            RealisedPnl = realised,
            Fees = fees,
            End = PositionEnd.Settlement,
            Outcome = realised == fees ? Outcome.Even : realised > fees ? Outcome.Win : Outcome.Loss,
        };
        sink.Append(EventType.PositionClosed, in closed);
    }
}
