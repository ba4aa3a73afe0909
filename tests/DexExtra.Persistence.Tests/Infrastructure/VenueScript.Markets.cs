using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>The market's states, calls and prices, and what happens to accounts.</summary>
internal sealed partial class VenueScript
{
    private ulong _auctionId;
    private ulong _lastAuctionId;
    private long _uncrossedNs;

    private void MarketStep()
    {
        switch (random.Next(7))
        {
            case 0:
                Emit(EventType.MarkPriceChanged, new MarkPriceChanged
                {
                    MarketSequence = ++_marketSequence,
                    MarketId = MarketId,
                    PriceTicks = random.Next(-500, 500),
                });
                break;
            case 1:
                Emit(EventType.IndexPriceChanged, new IndexPriceChanged
                {
                    MarketSequence = ++_marketSequence,
                    MarketId = MarketId,
                    PriceTicks = random.Next(-500, 500),
                });
                break;
            case 2:
                SetRules();
                break;
            default:
                CallStep();
                break;
        }
    }

    private void SetRules()
    {
        var rules = TradingRules.Default;
        rules.PriceIncrementTicks = random.Next(1, 6);
        rules.Allocation = random.Next(2) == 0 ? Allocation.ProRata : Allocation.PriceTime;
        rules.SecondTrigger = new VolatilityTrigger { Ticks = long.MaxValue, HorizonSeconds = 9, AuctionSeconds = 8 };
        Emit(EventType.TradingRulesChanged, new TradingRulesChanged
        {
            MarketSequence = ++_marketSequence,
            MarketId = MarketId,
            Rules = rules,
        });
    }

    private void CallStep()
    {
        if (_auctionId == 0)
        {
            _auctionId = ++_lastAuctionId;
            State(MarketState.Auction, AuctionKind.Volatility, StateCause.ExecutionBand);
            return;
        }

        switch (random.Next(5))
        {
            case 0:
                State(MarketState.Auction, AuctionKind.Volatility, StateCause.Collar);
                break;
            case 1:
                _auctionId = 0;
                State(MarketState.Halted, AuctionKind.None, StateCause.Admin);
                break;
            case 2:
                Uncross();
                break;
            default:
                Indicate();
                break;
        }
    }

    private void State(MarketState state, AuctionKind kind, StateCause cause) =>
        Emit(EventType.MarketStateChanged, new MarketStateChanged
        {
            MarketSequence = ++_marketSequence,
            MarketId = MarketId,
            State = state,
            Auction = kind,
            Cause = cause,
            AuctionId = _auctionId,
            EarliestEndNs = _auctionId == 0 ? 0 : _timeNs + Limits.NsPerSecond,
        });

    private void Indicate()
    {
        var hasPrice = random.Next(2) == 0;
        Emit(EventType.AuctionIndicated, new AuctionIndicated
        {
            MarketSequence = ++_marketSequence,
            MarketId = MarketId,
            SurplusSide = (Side)random.Next(3),
            HasPrice = hasPrice ? (byte)1 : (byte)0,
            AuctionId = _auctionId,
            PriceTicks = hasPrice ? 480 : 0,
            VolumeLots = hasPrice ? 12 : 0,
            SurplusLots = 3,
        });
    }

    /// <summary>Some trades now, some in a later frame at the time of the uncrossing; then the next state.</summary>
    private void Uncross()
    {
        var hasPrice = random.Next(4) != 0;
        _uncrossedNs = _timeNs;
        Emit(EventType.AuctionUncrossed, new AuctionUncrossed
        {
            MarketSequence = ++_marketSequence,
            MarketId = MarketId,
            HasPrice = hasPrice ? (byte)1 : (byte)0,
            AuctionId = _auctionId,
            PriceTicks = hasPrice ? 500 : 0,
            VolumeLots = hasPrice ? 20 : 0,
            PreventedLots = 4,
        });
        if (hasPrice)
        {
            Trade(_auctionId, _uncrossedNs);
            End();
            Begin(CommandType.Tick);
            Trade(_auctionId, _uncrossedNs);
        }

        var isBatch = random.Next(2) == 0;
        _auctionId = isBatch ? ++_lastAuctionId : 0;
        State(
            isBatch ? MarketState.Auction : MarketState.Continuous,
            isBatch ? AuctionKind.Batch : AuctionKind.None,
            StateCause.Uncrossed);
    }

    private void AccountStep()
    {
        var account = _accounts[random.Next(_accounts.Length)];
        switch (random.Next(3))
        {
            case 0:
                Emit(EventType.AccountLockChanged, new AccountLockChanged
                {
                    Account = account,
                    AccountSequence = Next(account),
                    IsLocked = (byte)random.Next(2),
                    AllSubaccounts = (byte)random.Next(2),
                });
                break;
            case 1:
                Emit(EventType.MassCancelled, new MassCancelled
                {
                    Account = account,
                    AccountSequence = Next(account),
                    CancelledOrders = 2,
                    FirstSequence = 1,
                    LastSequence = _sequence,
                });
                break;
            default:
                Emit(EventType.AmendRejected, new AmendRejected
                {
                    Account = account,
                    AccountSequence = Next(account),
                    Reason = RejectReason.OutsideSignedOrder,
                });
                break;
        }
    }
}
