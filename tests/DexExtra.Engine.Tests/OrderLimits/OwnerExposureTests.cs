using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.OrderLimits;

/// <summary>R6: what limits are compared with stays exact, whatever happens to orders and positions.</summary>
[Trait("rule", "R6")]
public sealed class OwnerExposureTests
{
    private static readonly AccountId[] Accounts =
        [Traders.Alice, Traders.AliceTwo, Traders.Bob, Traders.Of(2, 2), Traders.Carol];

    /// <summary>Trades, cancels, amends, stops, lists, expiries; the audit after each command counts everything again.</summary>
    [Fact]
    public void Exposures_and_counts_follow_every_change()
    {
        var dice = new Random(2_718);
        var venue = Venue.Open();
        venue.Deposit(Traders.AliceTwo, 1_000_000);
        venue.Deposit(Traders.Of(2, 2), 1_000_000);
        venue.Deposit(Traders.Bob, 1_000_000);
        venue.Deposit(Traders.Carol, 1_000_000);
        for (var step = 0; step < 3_000; step++)
        {
            if (step == 300)
            {
                venue.SetLimits(new RiskLimits { MaxPositionLots = 1_000 });
            }

            Act(venue, dice, Accounts[dice.Next(Accounts.Length)]);
        }

        var state = venue.Engine.State;
        Assert.True(
            venue.Engine.View.NextMatchId > 200, $"the stream trades: {venue.Engine.View.NextMatchId} {venue.Plain().State}");
        Assert.Equal(3, state.Positions.Exposures.Count);
        Assert.True(state.Accounts[0].Stops > 0, "stops wait");
    }

    private static void Act(Venue venue, Random dice, AccountId account)
    {
        var ticket = new OrderTicket(
            account, dice.Next(2) == 0 ? Side.Buy : Side.Sell, dice.Next(1, 12), dice.Next(35, 66))
        {
            Flags = dice.Next(4) == 0 ? OrderFlags.ReduceOnly : (OrderFlags)(dice.Next(4) * 8),
            ExpirySeconds = (ulong)(venue.NowNs / Limits.NsPerSecond) + (ulong)dice.Next(1, 60),
        };
        switch (dice.Next(12))
        {
            case 0:
                venue.Cancel(account, venue.Sequence - dice.Next(30));
                break;
            case 1:
                venue.Amend(account, venue.Sequence - dice.Next(30), dice.Next(1, 12), dice.Next(35, 66));
                break;
            case 2:
                venue.SendStop(ticket with { Flags = OrderFlags.None }, OrderType.Stop, dice.Next(35, 66));
                break;
            case 3:
                venue.SendBracket(ListKind.BracketOuo, account, lots: dice.Next(1, 9));
                break;
            case 4:
                venue.SendPair(ListKind.OneCancelsOther, account, dice.Next(1, 9));
                break;
            case 5:
                venue.NowNs += dice.Next(1, 5) * Limits.NsPerSecond;
                venue.Tick();
                break;
            default:
                venue.Send(ticket);
                break;
        }
    }
}
