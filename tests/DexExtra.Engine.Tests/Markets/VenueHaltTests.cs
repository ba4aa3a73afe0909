using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Markets;

/// <summary>docs/money.md §14: the switches of the venue, and what stands still in a halt.</summary>
public sealed class VenueHaltTests
{
    [Fact]
    public void Switches_are_reported_and_enter_the_state()
    {
        var venue = Venue.Open();
        var hash = venue.Engine.StateHash();
        Assert.Equal(["venue halt 1 freeze 0"], venue.Halt(1));
        Assert.True(venue.Engine.State.VenueState is { HaltTrading: true, FreezeWithdrawals: false });
        Assert.Equal(["venue halt 0 freeze 1"], venue.Halt(0, 1));
        Assert.True(venue.Engine.State.VenueState is { HaltTrading: false, FreezeWithdrawals: true });
        Assert.NotEqual(hash, venue.Engine.StateHash());
        Assert.Equal(["SetVenueState 0 rejected INVALID_PARAMETERS"], venue.Halt(2));
        Assert.Equal(["SetVenueState 0 rejected INVALID_PARAMETERS"], venue.Halt(0, 2));
    }

    [Fact]
    [Trait("rule", "JRN-09")]
    public void Low_space_halts_beside_the_operators_switches_and_leaves_them_alone()
    {
        var venue = Venue.Open();
        venue.Halt(0, 1);
        var hash = venue.Engine.StateHash();
        Assert.Equal(["venue halt 0 freeze 1 low on space"], venue.Space(LowSpaceSwitch.On));
        Assert.NotEqual(hash, venue.Engine.StateHash());
        Assert.True(venue.Engine.View.IsLowOnSpace);
        Assert.Contains("VENUE_HALTED", venue.Buy(Traders.Alice, 1, 50)[0], StringComparison.Ordinal);

        Assert.Equal(["venue halt 1 freeze 0 low on space"], venue.Halt(1));
        Assert.Equal(["venue halt 1 freeze 0"], venue.Space(LowSpaceSwitch.Off));
        Assert.Contains("VENUE_HALTED", venue.Buy(Traders.Alice, 1, 50)[0], StringComparison.Ordinal);
        Assert.Equal(["venue halt 0 freeze 0"], venue.Halt(0));
        Assert.DoesNotContain("VENUE_HALTED", venue.Buy(Traders.Alice, 1, 50)[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "JRN-09")]
    public void Both_kinds_of_switches_in_one_command_are_refused()
    {
        var venue = Venue.Open();
        Assert.Equal(["SetVenueState 0 rejected INVALID_PARAMETERS"], venue.Space(LowSpaceSwitch.On, halt: 1));
        Assert.Equal(["SetVenueState 0 rejected INVALID_PARAMETERS"], venue.Space((LowSpaceSwitch)3));
    }

    [Fact]
    [Trait("rule", "JRN-09")]
    public void Stops_do_not_fire_while_space_is_low_and_are_tested_after_it()
    {
        var venue = Venue.Open();
        venue.SetIndex(50);
        venue.Sell(Traders.Bob, 5, 60);
        venue.SendStop(
            new OrderTicket(Traders.Alice, Side.Buy, 1, 70), OrderType.Stop, 55,
            (ref SignedOrder order) => order.TimeInForce = TimeInForce.ImmediateOrCancel, TriggerSource.Index);
        venue.Space(LowSpaceSwitch.On);
        Assert.Single(venue.SetIndex(56));
        Assert.Contains(venue.Space(LowSpaceSwitch.Off), line => line.StartsWith("trade", StringComparison.Ordinal));
    }

    [Fact]
    public void Calls_do_not_end_in_a_halt()
    {
        var venue = Venue.Open();
        venue.StartAuction(AuctionKind.Scheduled, 60);
        venue.Buy(Traders.Alice, 1, 50);
        venue.Sell(Traders.Bob, 1, 50);
        venue.Halt(1);
        Assert.Empty(venue.Pass(100));

        venue.Halt(0);
        Assert.Contains("auction 1 1@50", venue.Pass(1)[1], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "T1")]
    public void Stops_do_not_fire_in_a_halt_and_are_tested_after_it()
    {
        var venue = Venue.Open();
        venue.SetIndex(50);
        venue.Sell(Traders.Bob, 5, 60);
        venue.SendStop(
            new OrderTicket(Traders.Alice, Side.Buy, 1, 70), OrderType.Stop, 55,
            (ref SignedOrder order) => order.TimeInForce = TimeInForce.ImmediateOrCancel, TriggerSource.Index);
        venue.Halt(1);
        Assert.Single(venue.SetIndex(56));
        Assert.Empty(venue.Pass(1));

        Assert.Contains(venue.Halt(0), line => line.StartsWith("trade", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("rule", "T1")]
    public void A_value_that_came_back_during_the_halt_fires_nothing()
    {
        var venue = Venue.Open();
        venue.SetIndex(50);
        venue.Sell(Traders.Bob, 5, 60);
        venue.SendStop(
            new OrderTicket(Traders.Alice, Side.Buy, 1, 70), OrderType.Stop, 55,
            (ref SignedOrder order) => order.TimeInForce = TimeInForce.ImmediateOrCancel, TriggerSource.Index);
        venue.Halt(1);
        venue.SetIndex(56);
        venue.SetIndex(54);

        Assert.Equal(["venue halt 0 freeze 0"], venue.Halt(0));
    }

    [Fact]
    [Trait("rule", "O-TWAP")]
    public void Slices_wait_for_the_end_of_a_halt()
    {
        var venue = Venue.Open();
        venue.Buy(Traders.Bob, 50, 49);
        venue.Sell(Traders.Bob, 50, 50);
        venue.Pass(1);
        venue.SendTwap(new OrderTicket(Traders.Alice, Side.Buy, 20, 60), 600, 300, 30);
        venue.Halt(1);
        Assert.DoesNotContain(venue.Pass(300), line => line.StartsWith("trade", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("rule", "C5")]
    public void Cancels_work_in_a_halt()
    {
        var venue = Venue.Open();
        venue.Buy(Traders.Alice, 1, 50);
        venue.Halt(1);

        Assert.Contains("CANCELLED 7", venue.Cancel(Traders.Alice, 7)[0], StringComparison.Ordinal);
    }
}
