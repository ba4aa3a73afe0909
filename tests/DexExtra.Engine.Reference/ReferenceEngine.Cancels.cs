using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§13, C5, C6: cancels, mass cancels, locks; and the sweeps of §4.</summary>
public sealed partial class ReferenceEngine
{
    private int _visits;

    private void Apply(in CancelOrder request)
    {
        var order = Find(request.Account, request.OrderId, request.OrigClientOrderId);
        if (KeyRefusal(in request, order) is { } outside)
        {
            RejectByKey(in request, order, outside);
            return;
        }

        if (order is { IsOpen: true } && !MarketOf(order).IsUncrossing)
        {
            Cancel(order, CancelReason.User, request.ClientOrderId);
            return;
        }

        _state.Sink.Append(EventType.CancelRejected, new CancelRejected
        {
            Account = request.Account,
            ClientOrderId = request.ClientOrderId,
            OrigClientOrderId = request.OrigClientOrderId,
            OrderId = order?.OrderId ?? request.OrderId,
            AccountSequence = NextSequence(request.Account),
            Reason = order?.Status switch
            {
                null => CancelRejectReason.UnknownOrder,
                _ when order.IsOpen => CancelRejectReason.MarketUncrossing,
                OrderStatus.Filled => CancelRejectReason.TooLateFilled,
                OrderStatus.Expired => CancelRejectReason.TooLateExpired,
                _ => CancelRejectReason.TooLateCancelled,
            },
        });
    }

    /// <summary>First what the key may at all; only then the order is looked at.</summary>
    private RejectReason? KeyRefusal(in CancelOrder request, ReferenceOrder? order)
    {
        if (!_state.Accounts.ContainsKey(request.Account))
        {
            return null;
        }

        var id = request.GrantId;
        var reason = KeyRefusal(id, request.Account, SessionKeyPermissions.Cancel);
        reason = Then(reason, () => order is null ? RejectReason.None : MarketRefusal(id, order.MarketId));
        return reason == RejectReason.None ? null : reason;
    }

    private void RejectByKey(in CancelOrder request, ReferenceOrder? order, RejectReason reason)
    {
        var isOfMarket = KeyRefusal(request.GrantId, request.Account, SessionKeyPermissions.Cancel) == RejectReason.None;
        _state.Sink.Append(EventType.CancelRejected, new CancelRejected
        {
            Account = request.Account,
            ClientOrderId = request.ClientOrderId,
            OrigClientOrderId = request.OrigClientOrderId,
            OrderId = isOfMarket ? order!.OrderId : request.OrderId,
            AccountSequence = NextSequence(request.Account),
            Reason = ToCancel(reason),
        });
    }

    /// <summary>By order id, or by client order id where that is 0; refused orders do not count.</summary>
    private ReferenceOrder? Find(AccountId id, long orderId, ulong clientOrderId)
    {
        if (!_state.Accounts.TryGetValue(id, out var account))
        {
            return null;
        }

        var order = orderId != 0
            ? account.OrdersById.GetValueOrDefault(orderId)
            : account.Orders.GetValueOrDefault(clientOrderId);
        return order is { Status: not OrderStatus.Rejected } ? order : null;
    }

    /// <summary>0 for an account that is not known.</summary>
    private ulong NextSequence(AccountId id) =>
        _state.Accounts.TryGetValue(id, out var account) ? ++account.Sequence : 0;

    private void Apply(in MassCancel request)
    {
        if (Refusal(in request) is { } reason)
        {
            RejectCancel(request.Account, request.ClientOrderId, reason);
            return;
        }

        var account = _state.Accounts[request.Account];
        var all = request.Filters.HasFlag(MassCancelFilters.AllSubaccounts);
        if (request.Filters.HasFlag(MassCancelFilters.Lock))
        {
            SetLock(account, all, true, request.ClientOrderId);
        }

        var owner = account.Id.Owner;
        var filter = request;
        var orders = _state.Accounts.Values.Where(other => all ? other.Id.Owner == owner : other == account)
            .SelectMany(other => other.PositionsInOrder)
            .SelectMany(position => position.Buys.OrderBy(order => order.IsReduceOnly)
                .Concat(position.Sells.OrderBy(order => order.IsReduceOnly)))
            .Where(order => IsListed(order, in filter));
        var sweep = new ReferenceSweep
        {
            Rest = new Queue<ReferenceOrder>(orders),
            Takes = order => Passes(order, in filter),
            Reason = CancelReason.MassCancel,
            Requester = account,
            RequestId = request.ClientOrderId,
            FirstSequence = _state.Sequence,
        };
        _state.Sweeps.Add(sweep);
        GoOn(sweep);
    }

    private void RejectCancel(AccountId account, ulong clientOrderId, CancelRejectReason reason) =>
        _state.Sink.Append(EventType.CancelRejected, new CancelRejected
        {
            Account = account,
            ClientOrderId = clientOrderId,
            AccountSequence = NextSequence(account),
            Reason = reason,
        });

    private CancelRejectReason? Refusal(in MassCancel request)
    {
        var filters = request.Filters;
        const MassCancelFilters Known = (MassCancelFilters)((1 << 12) - 1);
        var isInvalid = (filters & ~Known) != 0
            || (filters.HasFlag(MassCancelFilters.Side) && request.Side is not (Side.Buy or Side.Sell))
            || (filters.HasFlag(MassCancelFilters.PriceRange) && request.PriceFrom > request.PriceTo);
        return isInvalid ? CancelRejectReason.InvalidFilter
            : filters.HasFlag(MassCancelFilters.Market) && !_state.Markets.ContainsKey(request.MarketId)
                ? CancelRejectReason.UnknownMarket
            : _state.Sweeps.Count(sweep => sweep.Requester is not null) >= Limits.MaxMassCancels
                ? CancelRejectReason.LimitReached
            : !_state.Accounts.ContainsKey(request.Account) ? CancelRejectReason.UnknownOrder
            : MassCancelKeyRefusal(in request) is var outside and not RejectReason.None ? ToCancel(outside)
            : null;
    }

    /// <summary>§13: whole lists that the filters leave out are not visited.</summary>
    private static bool IsListed(ReferenceOrder order, in MassCancel request)
    {
        var filters = request.Filters;
        return (!filters.HasFlag(MassCancelFilters.Market) || order.MarketId == request.MarketId)
            && (!filters.HasFlag(MassCancelFilters.Side) || order.Side == request.Side)
            && !(filters.HasFlag(MassCancelFilters.ExceptReduceOnly) && order.IsReduceOnly);
    }

    private bool Passes(ReferenceOrder order, in MassCancel request)
    {
        var filters = request.Filters;
        var price = (BigInteger)order.LimitTicks * (BigInteger)MarketOf(order).Terms.TickSize;
        return (!filters.HasFlag(MassCancelFilters.Market) || order.MarketId == request.MarketId)
            && (!filters.HasFlag(MassCancelFilters.Side) || order.Side == request.Side)
            && (!filters.HasFlag(MassCancelFilters.Session) || order.Request.SessionId == request.SessionId)
            && (!filters.HasFlag(MassCancelFilters.Tag) || order.Request.Tag == request.Tag)
            && (!filters.HasFlag(MassCancelFilters.PriceRange)
                || (price >= (BigInteger)request.PriceFrom && price <= (BigInteger)request.PriceTo))
            && !(filters.HasFlag(MassCancelFilters.ExceptQuotes) && order.QuoteSet is not null)
            && !(filters.HasFlag(MassCancelFilters.ExceptResting) && order.QuoteSet is null
                && order.Place is Place.Book or Place.AllOrNone)
            && !(filters.HasFlag(MassCancelFilters.ExceptStops) && order.Place == Place.Waiting)
            && !(filters.HasFlag(MassCancelFilters.ExceptDormant) && order.Place == Place.Dormant)
            && !(filters.HasFlag(MassCancelFilters.ExceptReduceOnly) && order.IsReduceOnly);
    }

    private void Apply(in UnlockAccount request)
    {
        if (request.GrantId != 0 && _state.Accounts.ContainsKey(request.Account))
        {
            RejectCancel(request.Account, request.ClientOrderId, CancelRejectReason.SessionKeyScope);
        }
        else if (_state.Accounts.TryGetValue(request.Account, out var account))
        {
            SetLock(account, request.AllSubaccounts != 0, false, request.ClientOrderId);
        }
        else
        {
            RejectCancel(request.Account, request.ClientOrderId, CancelRejectReason.UnknownOrder);
        }
    }

    private void SetLock(ReferenceAccount account, bool all, bool isLocked, ulong requestId)
    {
        if (!all)
        {
            account.IsLocked = isLocked;
        }
        else if (isLocked)
        {
            _state.LockedOwners.Add(account.Id.Owner);
        }
        else
        {
            _state.LockedOwners.Remove(account.Id.Owner);
        }

        _state.Sink.Append(EventType.AccountLockChanged, new AccountLockChanged
        {
            Account = account.Id,
            ClientOrderId = requestId,
            AccountSequence = ++account.Sequence,
            IsLocked = (byte)(isLocked ? 1 : 0),
            AllSubaccounts = (byte)(all ? 1 : 0),
        });
    }

    /// <summary>§4: bids, asks in price-time order, then what is off the book in the order in which it came there.</summary>
    private void Sweep(ReferenceMarket market, CancelReason reason, Func<ReferenceOrder, bool> takes)
    {
        var isOfPhase = reason is CancelReason.AuctionEnd or CancelReason.ContinuousEnd;
        if (isOfPhase && !market.Open.Any(IsOfPhase))
        {
            return;
        }

        var sweep = _state.Sweeps.Find(job => job.Market == market && job.Reason == reason);
        if (sweep is null)
        {
            sweep = new ReferenceSweep { Market = market, Takes = takes, Reason = reason };
            _state.Sweeps.Add(sweep);
            market.Sweeps.Add(sweep);
        }

        sweep.Start(market);
        GoOn(sweep);
    }

    private static bool IsOfPhase(ReferenceOrder order) =>
        order.TimeInForce is TimeInForce.GoodForAuction or TimeInForce.GoodForContinuous;

    /// <summary>Jobs in order of creation, together so many orders per command.</summary>
    private void RunSweeps()
    {
        CancelRevoked();
        CancelFrozen();
        _state.Sweeps.ToList().ForEach(GoOn);
    }

    private void GoOn(ReferenceSweep sweep)
    {
        if (sweep.Market is { } market ? VisitMarket(sweep, market) : VisitAccounts(sweep))
        {
            _state.Sweeps.Remove(sweep);
            sweep.Market?.Sweeps.Remove(sweep);
            ReportMassCancelled(sweep);
        }
    }

    /// <summary>True when nothing is left to visit.</summary>
    private bool VisitMarket(ReferenceSweep sweep, ReferenceMarket market)
    {
        while (sweep.Find(market))
        {
            if (_visits == 0)
            {
                return false;
            }

            _visits--;
            var order = sweep.Next!;
            if (sweep.Takes(order))
            {
                Cancel(order, sweep.Reason);
            }

            sweep.Pass(order, sweep.ListOf(market));
        }

        return true;
    }

    /// <summary>True when nothing is left to visit.</summary>
    private bool VisitAccounts(ReferenceSweep sweep)
    {
        while (sweep.Rest.TryPeek(out var order))
        {
            var isOpen = order.IsOpen;
            var waits = isOpen && MarketOf(order).IsUncrossing && sweep.Takes(order);
            if (isOpen && (_visits == 0 || waits))
            {
                return false;
            }

            sweep.Rest.Dequeue();
            _visits -= isOpen ? 1 : 0;
            if (isOpen && sweep.Takes(order))
            {
                sweep.Cancelled++;
                Cancel(order, sweep.Reason, sweep.RequestId);
            }
        }

        return true;
    }

    private void ReportMassCancelled(ReferenceSweep sweep)
    {
        if (sweep is { Requester: { } exiting, Action: OwnerActionKind.ExitRequested })
        {
            LockMore(exiting);
        }
        else if (sweep is { Requester: { } account, Action: 0 })
        {
            _state.Sink.Append(EventType.MassCancelled, new MassCancelled
            {
                Account = account.Id,
                ClientOrderId = sweep.RequestId,
                AccountSequence = ++account.Sequence,
                CancelledOrders = sweep.Cancelled,
                FirstSequence = sweep.FirstSequence,
                LastSequence = _state.Sequence,
            });
        }
    }

    private bool IsSwept(ReferenceMarket market) => _state.Sweeps.Any(sweep => sweep.Market == market);
}
