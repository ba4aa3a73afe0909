using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Risk;

/// <summary>
/// F10: keeps the life of positions with each fill, and reports one that ended, flat or turned round, after its trade.
/// </summary>
internal sealed class PositionLives(EngineState state)
{
    private PositionClosed _bought;
    private PositionClosed _sold;
    private int _boughtAccount = -1;
    private int _soldAccount = -1;

    /// <summary>
    /// A fill that the position already shows. Where it closes and opens, its fee is shared by lots, toward zero for
    /// the life that ends.
    /// </summary>
    public void Count(ref Position position, in Matching.FillSide fill, in Matching.FillParts parts, in Traded traded)
    {
        ref var life = ref position.Life;
        Int128 closingFee = 0;
        position.FeesPaid += fill.Fee;
        if (parts.ClosedLots > 0)
        {
            closingFee = parts.OpenedLots == 0
                ? fill.Fee
                : fill.Fee * parts.ClosedLots / (parts.ClosedLots + parts.OpenedLots);
            life.Close(parts.ClosedLots, traded.PriceTicks, parts.Realised, closingFee);
        }

        if (parts.ClosedLots == parts.SizeBefore && parts.SizeBefore > 0)
        {
            End(in position, in fill, traded.MatchedNs);
            life = default;
        }

        if (parts.OpenedLots > 0)
        {
            life.Open(parts.OpenedLots, traded.PriceTicks, fill.Fee - closingFee, traded.MatchedNs);
        }
    }

    /// <summary>PositionClosed of the buyer, then of the seller, as far as theirs ended.</summary>
    public void Report<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        Report(ref _boughtAccount, ref _bought, ref sink);
        Report(ref _soldAccount, ref _sold, ref sink);
    }

    private void Report<TSink>(ref int account, ref PositionClosed closed, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (account >= 0)
        {
            closed.AccountSequence = state.Accounts.NextSequence(account);
            sink.Append(EventType.PositionClosed, in closed);
            account = -1;
        }
    }

    private void End(in Position position, in Matching.FillSide fill, long closedNs)
    {
        var isBuy = fill.Side == Side.Buy;
        (isBuy ? ref _boughtAccount : ref _soldAccount) = fill.Account;
        (isBuy ? ref _bought : ref _sold) = Describe(
            in position, state.Markets[position.Market], isBuy ? Side.Sell : Side.Buy, closedNs, fill.End);
    }

    /// <summary>The event of a life that is over, but for the account's number. Side of the position.</summary>
    public PositionClosed Describe(in Position position, Market market, Side side, long closedNs, PositionEnd end)
    {
        ref readonly var life = ref position.Life;
        return new PositionClosed
        {
            Account = state.Accounts[position.Account].Id,
            MarketId = market.Terms.MarketId,
            AssetId = market.Terms.AssetId,
            OpenedNs = life.OpenedNs,
            ClosedNs = closedNs,
            Lots = side == Side.Buy ? life.OpenedLots : -life.OpenedLots,
            EntryTickLots = life.EntryTickLots,
            ExitTickLots = life.ExitTickLots,
            RealisedPnl = life.RealisedPnl,
            Fees = life.Fees,
            End = end,
            Outcome = OutcomeOf(life.RealisedPnl - life.Fees),
        };
    }

    private static Outcome OutcomeOf(Int128 net) => net > 0 ? Outcome.Win : net < 0 ? Outcome.Loss : Outcome.Even;
}
