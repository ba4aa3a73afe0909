using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Assets and markets of a life: prices below zero and far above it, all modes, fee models and lives.</summary>
internal sealed class MoneyMarkets(MoneyProfile profile, StreamDice dice)
{
    public const uint Main = 1;
    public const uint Small = 2;
    public const uint Backing = 3;

    private uint _nextId = 1;

    public static ListAsset Asset(uint id) => new()
    {
        AssetId = id,
        TokenDecimals = id == Small ? 6U : 8U,
        Token = Token(id),
        Symbol = CustodyMaker.Text("T" + (char)('A' + id)),
    };

    public static Address Token(uint id) => CustodyMaker.Token((int)id);

    /// <summary>A market that is new now; ids go up.</summary>
    public CreateMarket Next(ulong nowSeconds)
    {
        var terms = new CreateMarket
        {
            MarketId = _nextId++,
            AssetId = dice.OneIn(5) ? Small : Main,
            TickSize = FixedPoint.One,
            LotSize = FixedPoint.One,
            MaxOrderLots = 20_000,
            ProtectionTicks = dice.Pick([20L, 100, 1_000]),
            MetricId = CustodyMaker.Text("MONEY"),
            InitialState = dice.OneIn(6) ? MarketState.Pending : MarketState.Continuous,
            MarginMode = dice.Weighted(
                [(MarginMode.Full, profile.Modes[0]), (MarginMode.Cross, profile.Modes[1]), (MarginMode.Isolated, profile.Modes[2])]),
        };
        if (terms.MarginMode == MarginMode.Full && dice.OneIn(4))
        {
            terms.AssetId = Backing;
        }

        terms.Multiplier = terms.AssetId != Small ? dice.Pick([100_000L, 70_003, 1_000_000]) : dice.Pick([100L, 300, 7]);
        (terms.FloorTicks, terms.CapTicks) = dice.Pick<(long, long)>(
            [(0, 1_000), (-1_500, 2_500), (0, 10_000), (-4_000, -1_000), (20_000, 24_000)]);
        AddFees(ref terms);
        AddLife(ref terms, nowSeconds);
        return terms;
    }

    public RiskParameters Risk(in CreateMarket terms)
    {
        var range = terms.CapTicks - terms.FloorTicks;
        if (terms.MarginMode == MarginMode.Full)
        {
            return new RiskParameters { MinBlockLots = dice.Between(0, 3), NoCancelTicks = dice.Between(0, 20) };
        }

        return new RiskParameters
        {
            MinScanTicks = Math.Max(1, range * dice.Between(5, 60) / 1_000),
            JumpTicks = dice.OneIn(3) ? range / 4 : 0,
            ConcentrationBaseLots = dice.Pick([0L, 100, 5_000]),
            OpenInterestBaseLots = dice.Pick([0L, 0, 2_000]),
            MinLiquidationLots = dice.Between(0, 20),
            NoCancelTicks = dice.Between(0, 20),
            MinBlockLots = dice.Between(0, 3),
            ScanVolatility = (uint)dice.Pick([0, 0, 1, 5]),
            MaintenanceBp = (uint)dice.Between(3_000, 9_000),
            ConcentrationBp = (uint)dice.Pick([0, 2_000, 20_000]),
            ConcentrationFreeBp = (uint)dice.Pick([0, 500, 3_000]),
            OpenInterestBp = (uint)dice.Pick([0, 1_000]),
            RampSeconds = (uint)dice.Pick([0, 10, 100, 1_000]),
            ProfitShareBp = (uint)dice.Pick([0, 5_000, 10_000]),
            StepBp = (uint)dice.Pick([500, 2_500, 10_000]),
            DepthBp = (uint)dice.Pick([0, 0, 2_500]),
            PauseSeconds = (uint)dice.Pick([0, 0, 1, 3]),
            MaxSteps = (uint)dice.Pick([0, 1, 3, 10]),
            LiquidationFeeBp = (uint)dice.Pick([0, 100, 2_000]),
            InsuranceWaitSeconds = (uint)dice.Pick([0, 5]),
        };
    }

    private void AddFees(ref CreateMarket terms)
    {
        terms.FeeModel = terms.FloorTicks >= 0 ? (FeeModel)dice.Below(3) : (FeeModel)dice.Below(2);
        var isRebate = dice.OneIn(3) && profile.Options.NettedSettlement;
        if (terms.FeeModel == FeeModel.PerContract)
        {
            var fee = (long)terms.Multiplier * dice.Between(0, 5);
            terms.TakerFeePerLot = fee;
            terms.MakerFeePerLot = isRebate ? -dice.Between(0, fee) : dice.Between(0, fee);
            terms.AuctionFeePerLot = dice.Between(0, 2 * fee);
            return;
        }

        terms.TakerFeeRate = (uint)dice.Between(0, 500_000);
        terms.MakerFeeRate = (int)(isRebate ? -dice.Between(0, terms.TakerFeeRate) : dice.Between(0, terms.TakerFeeRate));
        terms.AuctionFeeRate = (uint)dice.Between(0, 2 * terms.TakerFeeRate);
    }

    private void AddLife(ref CreateMarket terms, ulong nowSeconds)
    {
        var end = nowSeconds + (ulong)dice.Between(20, profile.LifeSeconds);
        terms.Life = new MarketLife
        {
            TerminationSeconds = end,
            ObservationStartSeconds = end,
            ObservationEndSeconds = end + (ulong)dice.Between(0, 3),
            FallbackDeadlineSeconds = end + (ulong)dice.Pick([10, 15, 30]),
            SettlementFeePerLot = dice.Pick([0L, 1, (long)terms.Multiplier]),
            Oracle = Token(900),
            PublicationDelaySeconds = (uint)dice.Pick([0, 1, 2]),
            FallbackWindowSeconds = (uint)dice.Pick([0, 10, 1_000]),
            OutOfRange = (OutOfRange)dice.Below(2),
            Fallback = (SettlementFallback)dice.Below(2),
        };
    }
}
