using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Risk;

/// <summary>Debts of cross accounts (docs/money.md §1): what comes in repays them first, and every event says them.</summary>
[Trait("rule", "K3")]
public sealed class DebtTests
{
    [Fact]
    public void Every_release_and_deposit_repays_and_reports_the_debt()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Cross);
        var order = venue.Place(Alice, Side.Buy, 10, 50);
        var second = venue.Place(Alice, Side.Buy, 10, 49);
        Assert.True(order.Length > 0 && second.Length > 0);
        var held = venue.Engine.View.Balance(Alice, TestMarkets.AssetId).Held;
        Charge(venue, 9_000 + venue.Engine.View.Balance(Alice, TestMarkets.AssetId).Available);

        venue.Amend(Alice, 8, lots: 5);
        var amended = Last<OrderAmended>(venue, EventType.OrderAmended);
        Assert.Equal((0, -9_000 + held - amended.Held), (amended.Available, amended.Owed));
        venue.Cancel(Alice, 8);
        var cancelled = Last<OrderCancelled>(venue, EventType.OrderCancelled);
        Assert.Equal(amended.Owed + cancelled.Released, cancelled.Owed);
        Assert.Equal(0, cancelled.Available);

        // nothing is liquidated meanwhile
        venue.Engine.State.VenueState.HaltTrading = true;
        venue.Deposit(Alice, 1_000);
        var credited = Last<DepositCredited>(venue, EventType.DepositCredited);
        Assert.Equal((0, cancelled.Owed + 1_000), (credited.Available, credited.Owed));
        venue.Deposit(Alice, 9_000);
        credited = Last<DepositCredited>(venue, EventType.DepositCredited);
        Assert.Equal((cancelled.Owed + 10_000, 0), (credited.Available, credited.Owed));
    }

    [Fact]
    public void A_decrement_repays_and_reports_the_debt()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Cross);
        venue.Place(Alice, Side.Sell, 10, 50);
        var state = venue.Engine.State;
        var held = state.Ledger[venue.BalanceOf(Alice)].Held;
        Charge(venue, 9_000 + state.Ledger[venue.BalanceOf(Alice)].Available);

        // a subaccount of the owner takes 4 of them: no trade, both lose 4 (S2)
        venue.Deposit(AliceTwo, 5_000);
        venue.Place(AliceTwo, Side.Buy, 4, 50, OrderFlags.Decrement);
        var reduced = Last<OrderReduced>(venue, EventType.OrderReduced);
        Assert.Equal(Alice, reduced.Account);
        Assert.Equal((0, -9_000 + held - reduced.Held), (reduced.Available, reduced.Owed));
    }

    [Fact]
    public void A_hold_of_a_cross_position_may_be_owed_and_any_other_may_not()
    {
        var venue = Venue.Open();
        var ledger = venue.Engine.State.Ledger;
        var balance = venue.BalanceOf(Alice);
        ledger.Hold(balance, 10_300, mayOwe: true);
        Assert.Equal((0, 10_300, -300), (ledger[balance].Available, ledger[balance].Held, ledger[balance].Owed));
        Assert.Throws<InvariantViolationException>(() => ledger.Hold(balance, 1, mayOwe: false));
    }

    private static void Charge(Venue venue, Int128 amount)
    {
        var ledger = venue.Engine.State.Ledger;
        ledger.Charge(venue.BalanceOf(Alice), ledger.Guarantee(0), amount);
    }

    private static TBody Last<TBody>(Venue venue, EventType type)
        where TBody : unmanaged
    {
        TBody? last = null;
        foreach (var item in new EventFrame(venue.LastFrame))
        {
            last = item.Type == type ? item.Body<TBody>() : last;
        }

        Assert.NotNull(last);
        return last.Value;
    }
}
