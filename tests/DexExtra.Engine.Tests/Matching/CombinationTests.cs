using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Matching;

/// <summary>
/// The combination table, line by line as the rulebook prints it, against the engine's answers for every type, time
/// in force and set of the lowest eight flags.
/// </summary>
[Trait("rule", "G4")]
[Trait("rule", "I-PO-4")]
public sealed class CombinationTests
{
    private const int FlagSets = 256;

    /// <summary>S2: a mode stands with everything.</summary>
    private const int SelfTrade = 8 + 16;

    /// <summary>Type, time in force, flags that may stand there.</summary>
    private static readonly (byte Type, byte TimeInForce, byte[] Flags)[] Table =
    [
        (2, 1, [0, 1, 2]),
        (2, 3, [0, 4]),
        (2, 4, [0, 4]),
        (1, 3, [0, 4, 32]),
        (1, 4, [0, 4]),
    ];

    [Fact]
    public void Exactly_the_combinations_of_the_table_are_taken()
    {
        var venue = new Venue(Venue.SmallOptions) { AuditsEachCommand = false };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms);
        venue.Deposit(Alice, 1_000_000);
        for (byte type = 0; type < 6; type++)
        {
            for (byte timeInForce = 0; timeInForce < 9; timeInForce++)
            {
                Try(venue, type, timeInForce);
            }
        }

        venue.Engine.Audit();
    }

    [Fact]
    public void No_higher_flag_exists()
    {
        var venue = Venue.Open();
        for (var bit = 6; bit < 32; bit++)
        {
            var ticket = new OrderTicket(Alice, Side.Buy, 1, 40) { Flags = (OrderFlags)(1U << bit) };
            Assert.EndsWith("rejected UNSUPPORTED_COMBINATION", venue.Send(ticket)[0], StringComparison.Ordinal);
        }
    }

    private static void Try(Venue venue, byte type, byte timeInForce)
    {
        for (var flags = 0; flags < FlagSets; flags++)
        {
            var events = venue.Send(new OrderTicket(Alice, Side.Buy, 1, 40)
            {
                Type = (OrderType)type,
                TimeInForce = (TimeInForce)timeInForce,
                Flags = (OrderFlags)flags,
            });
            var isListed = Table.Any(row =>
                row.Type == type && row.TimeInForce == timeInForce && row.Flags.Contains((byte)(flags & ~SelfTrade)));
            var isRefused = events[0].EndsWith("rejected UNSUPPORTED_COMBINATION", StringComparison.Ordinal);
            Assert.True(isListed != isRefused, $"type {type}, time in force {timeInForce}, flags {flags}: {events[0]}");
        }
    }
}
