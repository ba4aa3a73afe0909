using System.Runtime.InteropServices;
using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Rows;

namespace DexExtra.Persistence.Projection;

/// <summary>Rows of the public book, candles, statistics, the settlement queue and the period.</summary>
internal sealed partial class WriteBatch
{
    public CopyBuffer SettlementSteps { get; } = new();

    public Dictionary<(uint MarketId, Side Side, long PriceTicks), LevelChange> Levels { get; } = [];

    public Dictionary<(uint MarketId, long OpenedNs), CandleChange> Candles { get; } = [];

    public Dictionary<(AccountId Account, uint MarketId, int Day), StatisticsChange> Statistics { get; } = [];

    public PeriodChange Period { get; } = new();

    public LevelChange Level(MarketUnits units, in LevelChanged level)
    {
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(
            Levels, (units.MarketId, level.Side, level.PriceTicks), out _);
        return change ??= new LevelChange(units, level.Side, level.PriceTicks);
    }

    public CandleChange Candle(MarketUnits units, FrameStamp stamp)
    {
        var opened = Projection.Period.Minute(stamp.TimeNs);
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(Candles, (units.MarketId, opened), out _);
        return change ??= new CandleChange(units, opened);
    }

    public StatisticsChange Statistic(AccountId account, MarketUnits units, FrameStamp stamp)
    {
        var day = Projection.Period.Day(stamp.TimeNs);
        ref var change =
            ref CollectionsMarshal.GetValueRefOrAddDefault(Statistics, (account, units.MarketId, day), out _);
        return change ??= new StatisticsChange(account, units, day);
    }

    private void ClearStatistics()
    {
        SettlementSteps.Clear();
        Levels.Clear();
        Candles.Clear();
        Statistics.Clear();
        Period.Clear();
    }
}
