using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>Markets that end 1,000 s after the venue opens, and what oracles and operators say of them.</summary>
internal static class LifeCommands
{
    /// <summary>Seconds after <see cref="Venue.StartNs"/>.</summary>
    public const long Termination = 1_000;
    public const long Answer = Termination + 150;
    public const long Deadline = Termination + 1_150;

    private const ulong StartSeconds = (ulong)(Venue.StartNs / Limits.NsPerSecond);

    /// <summary>The plain market under these terms, by default without fees, and 10,000 units for four traders.</summary>
    public static Venue Open(Func<CreateMarket, CreateMarket> terms, EngineOptions? options = null)
    {
        var venue = new Venue((options ?? Venue.SmallOptions) with
        {
            NettedSettlement = true,
            MaxBustableMatches = 8,
            MaxPaidPositions = options?.MaxPaidPositions ?? 1_024,
        });
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        var created = venue.Apply(CommandType.CreateMarket, terms(FreeTerms));
        Assert.Contains("created", created[0], StringComparison.Ordinal);
        foreach (var trader in (AccountId[])[Traders.Alice, Traders.Bob, Traders.Carol, Traders.Nobody])
        {
            venue.Deposit(trader, 10_000);
        }

        return venue;
    }

    public static Venue Open(EngineOptions? options = null) => Open(terms => terms, options);

    public static CreateMarket FreeTerms => TestMarkets.PlainTerms with
    {
        TakerFeePerLot = 0,
        MakerFeePerLot = 0,
        Life = Lives.Ending(StartSeconds + (ulong)Termination),
    };

    /// <summary>A tick at so many seconds after the venue opened.</summary>
    public static string[] At(this Venue venue, long seconds)
    {
        venue.NowNs = Venue.StartNs + (seconds * Limits.NsPerSecond);
        return venue.Tick();
    }

    /// <summary>Ticks until the payout is over; all events.</summary>
    public static string[] PayOut(this Venue venue)
    {
        var lines = new List<string>();
        for (var tick = 0; tick < 100 && !lines.Any(line => line.Contains("SETTLED by", StringComparison.Ordinal)); tick++)
        {
            lines.AddRange(venue.Tick());
        }

        return [.. lines];
    }

    /// <summary>Trading ends, nobody answers, the deadline comes; the events of that.</summary>
    public static string[] Expire(this Venue venue)
    {
        venue.At(Termination);
        return venue.At(Deadline);
    }

    /// <param name="liveness">Seconds from <see cref="Answer"/> in which it may be disputed.</param>
    public static string[] Propose(this Venue venue, Int128 value, ulong id = 1, ulong liveness = 0) =>
        venue.Say(OracleUpdateKind.Proposed, id, value, liveness);

    public static string[] Say(
        this Venue venue, OracleUpdateKind kind, ulong id = 1, Int128 value = default, ulong liveness = 0)
    {
        var hash = new byte[Hash32.SizeBytes];
        BitConverter.TryWriteBytes(hash, id);
        return venue.Apply(CommandType.OracleUpdate, new OracleUpdate
        {
            MarketId = TestMarkets.Plain,
            Kind = kind,
            AssertionId = new Hash32(hash),
            Value = value,
            Bond = 500,
            LivenessEndSeconds = StartSeconds + (ulong)Answer + liveness,
        });
    }

    /// <summary>Trading ended, and a confirmed result of so many whole ticks.</summary>
    public static void Confirm(this Venue venue, long ticks)
    {
        venue.At(Answer);
        Assert.Contains("RESULT_PROPOSED by ORACLE", venue.Propose(ticks * FixedPoint.One)[1], StringComparison.Ordinal);
        Assert.Contains(
            "SETTLING by ORACLE", venue.Say(OracleUpdateKind.Confirmed)[1], StringComparison.Ordinal);
    }

    /// <summary>Both trade so many lots, the seller takes.</summary>
    public static void Meet(this Venue venue, AccountId buyer, AccountId seller, long lots, long priceTicks)
    {
        venue.Buy(buyer, lots, priceTicks);
        Assert.StartsWith("trade", venue.Sell(seller, lots, priceTicks)[1], StringComparison.Ordinal);
    }

    public static string[] Halt(this Venue venue, byte halt, byte freeze = 0) => venue.Apply(
        CommandType.SetVenueState, new SetVenueState { HaltTrading = halt, FreezeWithdrawals = freeze });

    public static string[] Space(this Venue venue, LowSpaceSwitch lowSpace, byte halt = 0) => venue.Apply(
        CommandType.SetVenueState, new SetVenueState { LowSpace = lowSpace, HaltTrading = halt });
}
