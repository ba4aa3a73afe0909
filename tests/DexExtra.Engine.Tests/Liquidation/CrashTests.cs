using DexExtra.Engine.Liquidation;
using DexExtra.Engine.Margin;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Liquidation.LiquidationVenue;

namespace DexExtra.Engine.Tests.Liquidation;

/// <summary>A market falls through thousands of accounts: everything adds up, is bounded and the same every time.</summary>
[Trait("rule", "L2")]
[Collection(AloneCollection.Name)]
public sealed class CrashTests
{
    private const int Pairs = 1_500;

    private static readonly EngineOptions Options = Venue.SmallOptions with
    {
        MaxAccounts = 8_192,
        MaxBalances = 8_192,
        MaxPositions = 16_384,
    };

    [Fact]
    public void A_crash_leaves_nobody_below_zero_and_every_unit_of_money_accounted_for()
    {
        var venue = Crash(Options, auditEvery: 200);

        Assert.Equal(0, venue.State.Shortfalls.Unpaid);
        Assert.Equal(0, venue.State.Liquidations.Count);
        for (var slot = 0; slot < venue.State.Ledger.BalanceCount; slot++)
        {
            Assert.True(venue.State.Ledger[slot].Level != MarginLevel.Liquidation);
            Assert.True(venue.State.Ledger[slot].Owed == 0 || HasLots(venue, slot));
        }

        Assert.True(venue.Venue.Engine.View.NextMatchId > 2 * Pairs, "positions were closed");
    }

    [Fact]
    public void Equal_commands_give_equal_states_whatever_the_hash_seed()
    {
        var first = Crash(Options, auditEvery: int.MaxValue, falls: 3);
        var second = Crash(Options with { HashSeed = 99 }, auditEvery: int.MaxValue, falls: 3);
        Assert.Equal(first.Venue.Engine.StateHash(), second.Venue.Engine.StateHash());
    }

    [Fact]
    public void Small_slices_only_take_more_commands()
    {
        var venue = Crash(
            Options with { MaxPositionVisitsPerCommand = 100, MaxLiquidationSteps = 3, MaxLiquidationCancels = 2 },
            auditEvery: 1_000,
            falls: 2);
        Assert.Equal(0, venue.State.Shortfalls.Unpaid);
    }

    [Fact]
    [Trait("rule", "ENG-03")]
    public void Liquidating_allocates_nothing()
    {
        // everything has run once
        Crash(Options, auditEvery: int.MaxValue);
        var venue = Crash(Options, auditEvery: int.MaxValue, falls: 3);
        var engine = venue.Venue.Engine;
        venue.PutMark(Cross, 25);
        venue.PutMark(Isolated, 25);
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        var header = new CommandHeader
        {
            Length = CommandHeader.SizeBytes,
            Type = CommandType.Tick,
            Version = CommandHeader.CurrentVersion,
            Sequence = engine.View.Sequence,
            TimestampNs = engine.View.TimestampNs,
        };
        var command = new byte[CommandHeader.SizeBytes];
        var matches = engine.View.NextMatchId;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 500; count++)
        {
            header.Sequence++;
            header.TimestampNs += Limits.NsPerSecond / 10;
            System.Runtime.InteropServices.MemoryMarshal.Write(command, in header);
            engine.Apply(command, ref sink);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(engine.View.NextMatchId > matches + 100, "units were liquidated");
    }

    [Fact]
    [Trait("rule", "ENG-01")]
    public void Whatever_a_liquidation_remembers_enters_the_state_hash()
    {
        var venue = new LiquidationVenue(Options with { MaxPositionVisitsPerCommand = 1 });
        venue.Trade(Cross, Traders.Alice, Traders.Bob, 10, 50);
        venue.Settle();
        venue.SetCash(Traders.Alice, 100);
        venue.Mark(Cross, 20);
        for (var count = 0; count < 3; count++)
        {
            venue.Tick();
        }

        var state = venue.State;
        var hash = venue.Venue.Engine.StateHash();
        Assert.True(state.Passes.IsRunning(venue.MarketOf(Cross), PassKind.Candidates));
        foreach (var change in new Action[]
        {
            () => state.Liquidations[0].NextNs ^= 1,
            () => state.Liquidations[0].Steps ^= 1,
            () => state.Liquidations[0].Phase ^= LiquidationPhase.Collecting,
            () => state.Liquidations[0].Weights ^= 1,
            () => state.Liquidations[0].Shortfall ^= 1,
            () => state.Liquidations[0].IsAtMark ^= true,
            () => state.Liquidations[0].CollectedSince ^= 1,
            () => venue.MarketOf(Cross).Sharing ^= 1,
            () => state.Positions[0].SharedGain ^= 1,
            () => state.Positions[0].SharedGainOf ^= 1,
            () => state.Liquidations[0].HasStarted ^= true,
            () => state.Positions[0].Shortfall ^= 1,
            () => state.Positions[0].Weight ^= 1,
            () => state.Positions[0].Level ^= MarginLevel.Warning,
            () => state.Positions[0].Quantile ^= 1,
            () => state.Ledger[0].Level ^= MarginLevel.Warning,
            () => state.Passes.IsReviewedAgain(venue.MarketOf(Cross)) ^= true,
            () => state.Passes.ReviewTurn ^= 1,
        })
        {
            change();
            Assert.NotEqual(hash, venue.Venue.Engine.StateHash());
            change();
            Assert.Equal(hash, venue.Venue.Engine.StateHash());
        }
    }

    /// <summary>Half of the accounts are long, half short, with every leverage; the mark falls, the book is thin.</summary>
    private static LiquidationVenue Crash(EngineOptions options, int auditEvery, int falls = 8)
    {
        var venue = new LiquidationVenue(options, audits: false);
        venue.SetRisk(Cross, Parameters with { LiquidationFeeBp = 500, MaxSteps = 2 });
        var random = new Random(11);
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (buyer, seller) = (Traders.Of(10 + pair), Traders.Of(10 + Pairs + pair));
            var lots = random.Next(1, 50);
            venue.Trade(pair % 4 == 3 ? Isolated : Cross, buyer, seller, lots, 50);
            Fund(venue, pair, buyer, lots * random.Next(10, 60));
            Fund(venue, pair, seller, lots * random.Next(10, 60));
        }

        venue.SetInsurance(Cross, 2_000);
        venue.SetGuarantee(1_000_000);
        for (var fall = 1; fall <= falls; fall++)
        {
            venue.PutMark(Cross, 50 - (5 * fall));
            venue.PutMark(Isolated, 50 - (5 * fall));
            venue.Order(Cross, Traders.Of(5_000), Side.Buy, 100, 49 - (5 * fall));
            for (var tick = 0; tick < 4_000 && (venue.State.Liquidations.Count > 0 || venue.State.Passes.IsAnyRunning); tick++)
            {
                venue.Tick(tick % 50 == 0 ? 1 : 0);
                if (tick % auditEvery == 0)
                {
                    venue.Venue.Engine.Audit();
                }
            }
        }

        venue.Venue.Engine.Audit();
        return venue;
    }

    private static void Fund(LiquidationVenue venue, int pair, AccountId account, int amount)
    {
        if (pair % 4 == 3)
        {
            venue.SetBucket(account, amount);
        }
        else
        {
            venue.SetCash(account, amount);
        }
    }

    private static bool HasLots(LiquidationVenue venue, int balance)
    {
        var position = venue.State.Accounts[venue.State.Ledger[balance].Account].FirstPosition;
        while (position >= 0 && venue.State.Positions[position].Lots == 0)
        {
            position = venue.State.Positions[position].NextOfAccount;
        }

        return position >= 0;
    }
}
