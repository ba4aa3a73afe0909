using DexExtra.Gateway.Tests.Support;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Views;

/// <summary>Orders and accounts through the events of the complete engine, as hand-built frames.</summary>
public sealed class StateViewTests
{
    private const long OrderId = 5;

    private readonly VenueView _venue = new(new GatewayLimits());
    private readonly Trader _trader = new();
    private long _sequence = 1;
    private ulong _accountSequence;

    public StateViewTests() => Apply(EventType.MarketCreated, new MarketCreated
    {
        Request = new CreateMarket
        {
            MarketId = 1,
            AssetId = 1,
            TickSize = 1_000_000,
            LotSize = FixedPoint.One,
            InitialState = MarketState.Continuous,
        },
    });

    private OrderRecord Order => _venue.Account(_trader.Account)!.Order(OrderId)!;

    [Fact]
    [Trait("rule", "T4")]
    public void A_stop_waits_then_is_live_then_trades()
    {
        Accept(OrderStatus.PendingTrigger);
        Assert.Equal((OrderStatus.PendingTrigger, false), (Order.Status, Order.IsTerminal));

        Apply(EventType.OrderTriggered, new OrderTriggered
        {
            Account = _trader.Account,
            OrderId = OrderId,
            AccountSequence = Next(),
            TriggerTicks = 90,
            EffectivePriceTicks = 80,
            LeavesLots = 7,
        });

        Assert.Equal(
            (OrderStatus.New, 90L, 80L, 7L),
            (Order.Status, Order.TriggeredTicks, Order.EffectivePriceTicks, Order.LeavesLots));
    }

    [Fact]
    [Trait("rule", "T4")]
    public void A_stop_that_could_not_enter_keeps_the_detail()
    {
        Accept(OrderStatus.PendingTrigger);

        Apply(EventType.OrderCancelled, new OrderCancelled
        {
            Account = _trader.Account,
            OrderId = OrderId,
            AccountSequence = Next(),
            AssetId = 1,
            Reason = CancelReason.TriggerFailed,
            Detail = RejectReason.NoLiquidity,
            Status = OrderStatus.Stopped,
        });

        Assert.Equal(
            (OrderStatus.Stopped, CancelReason.TriggerFailed, RejectReason.NoLiquidity, true),
            (Order.Status, Order.CancelReason, Order.CancelDetail, Order.IsTerminal));
        Assert.Empty(_venue.Account(_trader.Account)!.OrdersNewestFirst(openOnly: true));
    }

    [Fact]
    [Trait("rule", "T14")]
    public void A_child_sleeps_until_its_parent_fills()
    {
        Accept(OrderStatus.Dormant, ListKind.OneTriggersOther);
        Assert.Equal(
            (OrderStatus.Dormant, ListKind.OneTriggersOther, 4L, 1),
            (Order.Status, Order.ListKind, Order.ListId, Order.LegIndex));

        Apply(EventType.OrderActivated, new OrderActivated
        {
            Account = _trader.Account,
            OrderId = OrderId,
            AccountSequence = Next(),
            Status = OrderStatus.New,
            ActivatedLots = 3,
            LeavesLots = 3,
        });

        Assert.Equal((OrderStatus.New, 3L), (Order.Status, Order.LeavesLots));
    }

    [Fact]
    [Trait("rule", "O-PEG")]
    public void A_peg_moves_is_parked_and_comes_back()
    {
        Accept(OrderStatus.New);
        Reprice(isParked: 0, 101);
        Assert.Equal((OrderStatus.New, 101L), (Order.Status, Order.EffectivePriceTicks));
        Reprice(isParked: 1, 0);
        Assert.Equal((OrderStatus.PendingTrigger, default(long?)), (Order.Status, Order.EffectivePriceTicks));
        Reprice(isParked: 0, 99);
        Assert.Equal((OrderStatus.New, 99L), (Order.Status, Order.EffectivePriceTicks));
    }

    [Fact]
    [Trait("rule", "C1")]
    public void An_amended_order_shows_its_new_terms_and_balances()
    {
        Accept(OrderStatus.New);

        Apply(EventType.OrderAmended, Amended());

        Assert.Equal(
            (95L, 8L, 2L, 6L, 2L, 77UL),
            (Order.PriceTicks, Order.QuantityLots, Order.DisplayLots, Order.LeavesLots, Order.CumulativeLots,
                Order.ExpirySeconds));
        Assert.Equal(95, Order.EffectivePriceTicks);
        Assert.Equal(new Balance(11, 12), _venue.Account(_trader.Account)!.Balances[1]);
        Assert.Equal(100, Order.Request.PriceTicks);
    }

    [Fact]
    [Trait("rule", "C4")]
    public void A_replaced_order_has_the_new_signature_and_its_own_ids()
    {
        Accept(OrderStatus.New);
        var next = new NewOrder { Order = _trader.Buy(1, 95, 8) with { Version = 2 }, ClientOrderId = 999 };

        _venue.Apply(new EventFrame(new TestFrame(++_sequence)
            .Add(EventType.OrderReplaced, new OrderReplaced { Request = next, OrderId = OrderId })
            .Add(EventType.OrderAmended, Amended())
            .Bytes));

        Assert.Equal((2U, 41UL, 6U), (Order.Request.Order.Version, Order.Request.ClientOrderId, Order.Request.Tag));
        Assert.Same(Order, _venue.Account(_trader.Account)!.OrderByClientId(41));
    }

    [Fact]
    [Trait("rule", "C6")]
    public void Locks_of_an_account_and_of_its_owner_are_two()
    {
        Lock(isLocked: 1, allSubaccounts: 0);
        Assert.Equal((true, false), (_venue.Account(_trader.Account)!.IsLocked, OwnerLocked));
        Lock(isLocked: 1, allSubaccounts: 1);
        Lock(isLocked: 0, allSubaccounts: 0);
        Assert.Equal((false, true), (_venue.Account(_trader.Account)!.IsLocked, OwnerLocked));
        Lock(isLocked: 0, allSubaccounts: 1);
        Assert.False(OwnerLocked);
    }

    [Fact]
    [Trait("rule", "C8")]
    public void Every_new_private_event_takes_its_number()
    {
        Accept(OrderStatus.New);
        Apply(EventType.AmendRejected, new AmendRejected { Account = _trader.Account, AccountSequence = Next() });
        Apply(EventType.MassCancelled, new MassCancelled { Account = _trader.Account, AccountSequence = Next() });
        Assert.Equal(3UL, _venue.Account(_trader.Account)!.AccountSequence);

        Assert.Throws<InvalidDataException>(() => Apply(
            EventType.AmendRejected, new AmendRejected { Account = _trader.Account, AccountSequence = 3 }));
    }

    private bool OwnerLocked => _venue.IsOwnerLocked(_trader.Key.Address);

    private OrderAmended Amended() => new()
    {
        Account = _trader.Account,
        OrderId = OrderId,
        AccountSequence = Next(),
        AssetId = 1,
        PriceTicks = 95,
        QuantityLots = 8,
        DisplayLots = 2,
        LeavesLots = 6,
        CumulativeLots = 2,
        ExpirySeconds = 77,
        Available = 11,
        Held = 12,
    };

    private ulong Next() => ++_accountSequence;

    private void Accept(OrderStatus status, ListKind kind = ListKind.None) =>
        Apply(EventType.OrderAccepted, new OrderAccepted
        {
            Request = new NewOrder
            {
                Order = _trader.Buy(1, 100, 10),
                ClientOrderId = 41,
                PriceTicks = 100,
                QuantityLots = 10,
                Tag = 6,
            },
            OrderId = OrderId,
            EffectivePriceTicks = 100,
            AccountSequence = Next(),
            AssetId = 1,
            Status = status,
            ListKind = kind,
            LegIndex = kind == ListKind.None ? (byte)0 : (byte)1,
            ListId = kind == ListKind.None ? 0 : 4,
        });

    private void Reprice(byte isParked, long priceTicks) => Apply(EventType.OrderRepriced, new OrderRepriced
    {
        Account = _trader.Account,
        OrderId = OrderId,
        AccountSequence = Next(),
        IsParked = isParked,
        PriceTicks = priceTicks,
    });

    private void Lock(byte isLocked, byte allSubaccounts) => Apply(EventType.AccountLockChanged, new AccountLockChanged
    {
        Account = _trader.Account,
        AccountSequence = Next(),
        IsLocked = isLocked,
        AllSubaccounts = allSubaccounts,
    });

    private void Apply<TBody>(EventType type, TBody body)
        where TBody : unmanaged =>
        _venue.Apply(new EventFrame(new TestFrame(++_sequence).Add(type, body).Bytes));
}
