using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests;

/// <summary>§18: the events of every command fit into one frame, whatever comes together in it.</summary>
public sealed class WorstFrameTests
{
    [Fact]
    public void The_worst_frame_of_the_capacities_that_ship_fits()
    {
        Assert.InRange(WorstFrame.Bytes(new EngineOptions()), 20_000_000, Limits.MaxEventFrameBytes);
        Assert.InRange(WorstFrame.Bytes(Venue.SmallOptions), 1, WorstFrame.Bytes(new EngineOptions()));
    }

    [Fact]
    public void The_largest_numbers_of_ends_and_payments_fit_too()
    {
        var options = new EngineOptions { MaxExpiriesPerCommand = 12_288, MaxPaidPositions = 4_096 };
        options.Validate();
        Assert.InRange(WorstFrame.Bytes(options), WorstFrame.Bytes(new EngineOptions()) + 1, Limits.MaxEventFrameBytes);
    }

    [Fact]
    public void Options_whose_worst_frame_does_not_fit_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new EngineOptions { MaxMarkets = 65_536 }.Validate());
        Assert.StartsWith("one command could write ", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Each limit that a part of a command has counts.</summary>
    [Fact]
    public void More_of_anything_is_more()
    {
        var least = new EngineOptions
        {
            MaxMarkets = 1, MaxAssets = 1, MaxExpiriesPerCommand = 1, MaxLiquidationSteps = 1, MaxLiquidationCancels = 1,
            MaxPositionVisitsPerCommand = 1, MaxPaidPositions = 1,
        };
        EngineOptions[] more =
        [
            least with { MaxMarkets = 2 }, least with { MaxAssets = 2 }, least with { MaxExpiriesPerCommand = 2 },
            least with { MaxLiquidationSteps = 2 }, least with { MaxLiquidationCancels = 2 },
            least with { MaxPositionVisitsPerCommand = 2 }, least with { MaxPaidPositions = 2 },
        ];
        Assert.All(more, options => Assert.True(WorstFrame.Bytes(options) > WorstFrame.Bytes(least)));
    }

    [Fact]
    public void A_frame_that_is_too_large_is_never_written()
    {
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes + 4_096]);
        sink.Begin(default);
        var traded = default(Traded);
        const int Events = (Limits.MaxEventFrameBytes - EventFrameHeader.SizeBytes) / (EventHeader.SizeBytes + Traded.SizeBytes);
        for (var count = 0; count < Events; count++)
        {
            sink.Append(EventType.Traded, in traded);
        }

        var failed = false;
        try
        {
            sink.Append(EventType.Traded, in traded);
        }
        catch (InvalidOperationException)
        {
            failed = true;
        }

        Assert.True(failed);
    }
}
