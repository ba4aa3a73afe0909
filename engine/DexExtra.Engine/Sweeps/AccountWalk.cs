using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.Sweeps;

/// <summary>
/// The way of a mass cancel (C6): its accounts in order of creation, their positions in order of creation, of each the
/// buys and then the sells by entry, reduce-only ones last. Lists that the filters leave out are not visited; positions
/// without orders cost a look, MaxPositions at most.
/// </summary>
internal sealed class AccountWalk(EngineState state)
{
    private const int Lists = 4;

    /// <summary>Sets a mass cancel to its first account.</summary>
    public void Start(ref SweepJob job, int account)
    {
        var isAll = (job.Request.Filters & MassCancelFilters.AllSubaccounts) != 0;
        job.Account = isAll ? state.Accounts.FirstOf(state.Accounts[account].Owner) : account;
        job.Position = state.Accounts[job.Account].FirstPosition;
        job.List = -1;
        job.Order = -1;
    }

    /// <summary>Goes to the next list while the present one is used up; false at the end.</summary>
    public bool Find(ref SweepJob job)
    {
        while (job.Order < 0 || CameLater(in job))
        {
            job.Order = -1;
            if (job.Position < 0)
            {
                if (!NextAccount(ref job))
                {
                    return false;
                }
            }
            else if (++job.List >= Lists || !IsInMarket(in job))
            {
                job.Position = state.Positions[job.Position].NextOfAccount;
                job.List = -1;
            }
            else
            {
                job.Order = First(in job);
            }
        }

        return true;
    }

    /// <summary>Passes over the order it stands at.</summary>
    public void Skip(ref SweepJob job) => job.Order = Chain<ByPosition>.Next(state.Orders, job.Order);

    /// <summary>True if the mass cancel ends the order it stands at.</summary>
    public bool Cancels(in SweepJob job)
    {
        ref readonly var order = ref state.Orders[job.Order];
        ref readonly var terms = ref state.Orders.Terms(job.Order);
        ref readonly var request = ref job.Request;
        if (job.Action != 0)
        {
            return job.Action switch
            {
                OwnerActionKind.CancelNonce => terms.Nonce == job.Nonce,
                OwnerActionKind.CancelNoncesBelow => terms.Nonce < job.Nonce,
                _ => true,
            };
        }

        var filters = request.Filters;
        var isKept = order.Place switch
        {
            _ when (order.Traits & OrderTraits.Quote) != 0 => (filters & MassCancelFilters.ExceptQuotes) != 0,
            OrderPlace.Level or OrderPlace.AllOrNone => (filters & MassCancelFilters.ExceptResting) != 0,
            OrderPlace.Trigger or OrderPlace.Trailing => (filters & MassCancelFilters.ExceptStops) != 0,
            OrderPlace.Dormant => (filters & MassCancelFilters.ExceptDormant) != 0,
            _ => false,
        };
        return !isKept
            && ((filters & MassCancelFilters.Session) == 0 || terms.SessionId == request.SessionId)
            && ((filters & MassCancelFilters.Tag) == 0 || terms.Tag == request.Tag)
            && IsInPriceRange(in job, in terms);
    }

    public static CancelReason ReasonOf(OwnerActionKind action) => action switch
    {
        0 => CancelReason.MassCancel,
        OwnerActionKind.ExitRequested => CancelReason.ForcedExit,
        _ => CancelReason.CancelledOnChain,
    };

    /// <summary>Lists are by entry: behind an order that entered after the mass cancel are only such orders.</summary>
    private bool CameLater(in SweepJob job) =>
        state.Orders[job.Order].OrderId % Limits.LegOrderIdStep >= job.FirstSequence;

    private bool IsInPriceRange(in SweepJob job, in OrderTerms terms)
    {
        if ((job.Request.Filters & MassCancelFilters.PriceRange) == 0)
        {
            return true;
        }

        var price = terms.LimitTicks * state.Markets[state.Orders[job.Order].Market].Terms.TickSize;
        return price >= job.Request.PriceFrom && price <= job.Request.PriceTo;
    }

    private bool NextAccount(ref SweepJob job)
    {
        var isAll = (job.Request.Filters & MassCancelFilters.AllSubaccounts) != 0;
        var next = state.Accounts[job.Account].NextOfOwner;
        if (!isAll || next < 0)
        {
            return false;
        }

        job.Account = next;
        job.Position = state.Accounts[next].FirstPosition;
        job.List = -1;
        return true;
    }

    private bool IsInMarket(in SweepJob job) =>
        (job.Request.Filters & MassCancelFilters.Market) == 0
        || state.Markets[state.Positions[job.Position].Market].Terms.MarketId == job.Request.MarketId;

    private int First(in SweepJob job)
    {
        var side = job.List < Lists / 2 ? Side.Buy : Side.Sell;
        var areReduceOnly = job.List % 2 != 0;
        var filters = job.Request.Filters;
        var isLeftOut = ((filters & MassCancelFilters.Side) != 0 && side != job.Request.Side)
            || (areReduceOnly && (filters & MassCancelFilters.ExceptReduceOnly) != 0);
        return isLeftOut ? -1 : state.Positions[job.Position].Orders(side, areReduceOnly).First;
    }
}
