using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;
using static DexExtra.Engine.Tests.Liquidation.LiquidationVenue;

namespace DexExtra.Engine.Tests.Liquidation;

/// <summary>L2-6: a loss that is shared over several commands: nobody takes his gain away before he has paid.</summary>
[Trait("rule", "L2-6")]
public sealed class SharingTests
{
    private const int Winners = 4_500;

    private static readonly EngineOptions Large = Venue.SmallOptions with
    {
        MaxAccounts = 16_384,
        MaxBalances = 16_384,
        MaxPositions = 16_384,
    };

    [Fact]
    public void What_was_gained_at_the_mark_neither_leaves_nor_is_spent_before_it_was_charged()
    {
        var venue = Bankrupt(1);
        RunUntil(venue, "Deleveraging 10@20: bob");

        // of 160 he gained 150 by being closed
        Assert.Equal(160, venue.Cash(Bob));
        Assert.EndsWith("INSUFFICIENT_MARGIN", Assert.Single(Transfer(venue, Bob, 11)), StringComparison.Ordinal);
        Assert.Contains(Buy(venue, Full, Bob, 1, 20), line => line.Contains("INSUFFICIENT_FUNDS", StringComparison.Ordinal));
        Assert.Equal(2, Transfer(venue, Bob, 10).Length);

        Assert.Contains("bob LossSocialised -66 of 1: has 84", venue.Settle());
        Assert.Equal(2, Transfer(venue, Bob, 84).Length);
    }

    [Fact]
    public void A_position_of_the_market_keeps_its_bucket_and_its_mode_meanwhile()
    {
        var venue = Bankrupt(1, isIsolated: true);
        RunUntil(venue, "alice Socialising in 2 goes on");
        var release = venue.Venue.Apply(CommandType.AdjustMargin, new AdjustMargin
        {
            Account = Of(6),
            MarketId = Isolated,
            Amount = -1,
            Nonce = 900,
        });
        Assert.EndsWith("INSUFFICIENT_MARGIN", Assert.Single(release), StringComparison.Ordinal);

        venue = Bankrupt(1);
        RunUntil(venue, "alice Socialising in 1 goes on");
        var mode = venue.Venue.Apply(CommandType.SetMarginMode, new SetMarginMode
        {
            Account = Of(6),
            MarketId = Cross,
            Mode = MarginMode.Isolated,
            Nonce = 901,
        });
        Assert.EndsWith("ILLEGAL_TRANSITION", Assert.Single(mode), StringComparison.Ordinal);
    }

    [Fact]
    public void Winners_of_a_large_market_who_close_meanwhile_pay_as_if_they_had_not()
    {
        var venue = Bankrupt(Limits.MaxPositionVisitsPerCommand, extra: Winners);
        venue.Venue.Deposit(Of(7), 1_000_000);
        venue.Order(Cross, Of(7), Side.Sell, 1, 21);
        RunUntil(venue, "alice Socialising in 1 goes on");

        // the last winner, short from 35, realises 14 and may take out what he had before
        var last = Of(10_000 + Winners);
        venue.SetCash(last, 100);
        Buy(venue, Cross, last, 1, 21);
        Assert.Equal(114, venue.Cash(last));
        Assert.EndsWith("INSUFFICIENT_MARGIN", Assert.Single(Transfer(venue, last, 101)), StringComparison.Ordinal);
        var lines = venue.Settle();
        var paid = lines.Where(line => line.Contains("LossSocialised -", StringComparison.Ordinal)).ToList();
        Assert.Equal("bob LossSocialised -1 of 1: has 159", paid[0]);
        Assert.Equal((0, 0), (venue.Owed(Alice), venue.State.Shortfalls.Unpaid));
        Assert.Equal(2, Transfer(venue, last, venue.Cash(last)).Length);
    }

    [Fact]
    public void A_winner_who_closes_an_isolated_position_meanwhile_pays_out_of_his_cash()
    {
        var venue = Bankrupt(1, isIsolated: true);
        venue.Venue.Deposit(Of(7), 1_000_000);
        venue.Order(Isolated, Of(7), Side.Sell, 8, 20);
        RunUntil(venue, "alice Socialising in 2 goes on");
        Buy(venue, Isolated, Of(6), 8, 20);
        Assert.Equal(0, venue.Lots(Isolated, Of(6)));

        // 120 of his own 1,000 are what he won: 120 × 150 / 345 of the 150 that alice owes, the rest of it
        var lines = venue.Settle();
        Assert.Contains(lines, line => line.StartsWith("owner6 LossSocialised -51 of 1", StringComparison.Ordinal));
        Assert.Equal(0, venue.State.Shortfalls.Unpaid);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_024)]
    public void A_market_shares_its_loss_before_the_unit_goes_on_in_another(int visits)
    {
        var venue = Bankrupt(visits, others: 2);
        var lines = venue.Settle().ToArray();
        var shared = Array.FindIndex(lines, line => line.StartsWith("alice Socialising in 1:", StringComparison.Ordinal));
        var next = Array.FindIndex(lines, line => line.StartsWith("alice Deleveraging in 4", StringComparison.Ordinal));
        Assert.InRange(shared, 0, next);
        Assert.Equal(
            ["bob LossSocialised -66 of 1: has 94", "owner5 LossSocialised -33 of 1: has 467", "owner6 LossSocialised -51 of 1: has 449"],
            lines.Where(line => line.Contains("LossSocialised -", StringComparison.Ordinal)));
    }

    [Fact]
    public void Two_units_that_are_closed_at_the_mark_share_one_after_the_other()
    {
        var venue = Bankrupt(1, others: 2, second: true);
        var lines = venue.Settle(300).Where(line => line.StartsWith("Deleveraging 10@20", StringComparison.Ordinal)
            || line.StartsWith("bob LossSocialised", StringComparison.Ordinal)).ToList();

        // each of both liquidations counts what bob gained by it
        Assert.Equal(4, lines.Count);
        Assert.StartsWith("Deleveraging 10@20: bob (150) buys, alice", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("bob LossSocialised", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Deleveraging 10@20: bob (150) buys, owner9", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("bob LossSocialised", lines[3], StringComparison.Ordinal);
        Assert.Equal((0, 0), (venue.Owed(Alice), venue.Owed(Of(9))));
    }

    /// <summary>
    /// Alice is long 10 from 50 with 150 in cash, nobody profits at her bankruptcy price; bob is short 10 from 35, owner 5
    /// short 5 and owner 6 short 8 from 35. Mark 20.
    /// </summary>
    /// <param name="visits">Positions that passes visit per command.</param>
    /// <param name="extra">Further winners, short 1 from 35.</param>
    /// <param name="others">Lots of alice in another market.</param>
    /// <param name="second">Owner 9 is as alice, and bob short 20.</param>
    /// <param name="isIsolated">In the isolated market.</param>
    private static LiquidationVenue Bankrupt(
        int visits, int extra = 0, long others = 0, bool second = false, bool isIsolated = false)
    {
        var venue = new LiquidationVenue(Large with { MaxPositionVisitsPerCommand = visits }, audits: extra == 0);
        var market = isIsolated ? Isolated : Cross;
        venue.Trade(market, Alice, Carol, 10, 50);
        if (others > 0)
        {
            venue.Trade(Other, Alice, Carol, others, 50);
        }

        if (second)
        {
            venue.Trade(market, Of(9), Carol, 10, 50);
        }

        venue.Trade(market, Carol, Bob, second ? 20 : 10, 35);
        venue.Trade(market, Of(8), Of(5), 5, 35);
        venue.Trade(market, Of(8), Of(6), 8, 35);
        for (var winner = 1; winner <= extra; winner++)
        {
            venue.Trade(market, Of(8), Of(10_000 + winner), 1, 35);
        }

        venue.Settle();
        if (isIsolated)
        {
            venue.SetBucket(Alice, 150);
            venue.SetBucket(Of(8), 1_000);
            venue.SetBucket(Of(5), 1_000);
            venue.SetBucket(Of(6), 1_000);
            venue.SetBucket(Bob, 100);
        }
        else
        {
            venue.SetCash(Alice, 150);
            venue.SetCash(second ? Of(9) : Alice, 150);
            venue.SetCash(Of(5), 500);
            venue.SetCash(Of(6), 500);
        }

        venue.SetCash(Bob, 10);
        venue.Mark(market, 20);
        return venue;
    }

    private static List<string> RunUntil(LiquidationVenue venue, string start)
    {
        var lines = new List<string>();
        for (var count = 0; count < 200 && !lines.Exists(line => line.StartsWith(start, StringComparison.Ordinal)); count++)
        {
            lines.AddRange(venue.Tick());
        }

        Assert.Contains(lines, line => line.StartsWith(start, StringComparison.Ordinal));
        return lines;
    }

    private static string[] Buy(LiquidationVenue venue, uint market, AccountId account, long lots, long ticks) =>
        venue.Venue.Send(new OrderTicket(account, Side.Buy, lots, ticks) { Terms = venue.MarketOf(market).Terms });

    /// <summary>To the first subaccount; a refusal is one line, a transfer two.</summary>
    private static string[] Transfer(LiquidationVenue venue, AccountId account, Int128 amount) =>
        [.. venue.Venue.Apply(CommandType.Transfer, new Transfer
        {
            From = account,
            ToSubaccount = 1,
            AssetId = 1,
            Amount = amount,
            Nonce = (ulong)venue.Venue.Sequence + 1,
        }).Where(line => line.Contains("Transfer", StringComparison.OrdinalIgnoreCase))];
}
