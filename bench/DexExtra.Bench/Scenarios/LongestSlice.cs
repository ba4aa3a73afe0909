using DexExtra.Engine;
using DexExtra.Messages;

namespace DexExtra.Bench.Scenarios;

/// <summary>
/// The longest time that one command holds the engine thread while very many orders are at stake: one level swept, all
/// orders cancelled, all expired, all stops fired, all uncrossed. The work goes on over many commands; none may stall
/// the others.
/// </summary>
internal static class LongestSlice
{
    private static readonly AccountId Maker = new(Address.Parse("0x0000000000000000000000000000000000000001"), 0);
    private static readonly AccountId Taker = new(Address.Parse("0x0000000000000000000000000000000000000002"), 0);

    public static Report Run(Arguments arguments)
    {
        var count = arguments.Number("--orders", 1_000_000);
        var report = new Report($"longest slice, {count} orders");
        report.Begin();
        Measure(report, "one level swept", count, FillLevel, SweepLevel);
        Measure(report, "mass cancel", count, FillPrices, CancelAll);
        Measure(report, "expiry", count, FillPrices, Expire);
        Measure(report, "stops at one trigger", count, PlaceStops, FireStops);
        Measure(report, "uncrossing", count, FillCall, Uncross);
        return report;
    }

    private static void Measure(
        Report report, string name, int count, Action<EngineDriver, int> prepare, Action<EngineDriver> run)
    {
        var driver = new EngineDriver(new EngineOptions
        {
            MaxOpenOrders = count + 1_024,
            MaxClientOrderIds = (2 * count) + 1_024,
            MaxUnsettledMatches = (4 * count) + 1_024,
        });
        driver.Apply(CommandType.Deposit, BenchMarket.DepositFor(Maker, 1));
        driver.Apply(CommandType.Deposit, BenchMarket.DepositFor(Taker, 2));
        prepare(driver, count);
        driver.ResetLongest();
        run(driver);
        report.Add($"{name}: longest command", driver.Longest.TotalMilliseconds, "ms");
        report.Add($"{name}: commands", driver.Commands, "commands");
        report.Add($"{name}: orders left", driver.View.OpenOrders, "orders");
    }

    private static void FillLevel(EngineDriver driver, int count)
    {
        for (var id = 1UL; id <= (ulong)count; id++)
        {
            driver.Order(BenchMarket.Order(Maker, Side.Sell, 0, id), id);
        }
    }

    private static void SweepLevel(EngineDriver driver)
    {
        for (var id = 1UL; driver.View.OpenOrders > 0; id++)
        {
            var order = BenchMarket.Order(Taker, Side.Buy, 0, id);
            order.TimeInForce = TimeInForce.ImmediateOrCancel;
            order.Quantity = 1_000_000 * (UInt128)FixedPoint.One;
            driver.Order(order, id);
        }
    }

    private static void FillPrices(EngineDriver driver, int count)
    {
        for (var id = 1UL; id <= (ulong)count; id++)
        {
            var order = BenchMarket.Order(Maker, Side.Buy, -(long)(id % 5_000), id);
            order.ExpirySeconds = driver.NowSeconds + 1_000;
            driver.Order(order, id);
        }
    }

    private static void CancelAll(EngineDriver driver)
    {
        driver.Apply(CommandType.MassCancel, new MassCancel { Account = Maker });
        while (driver.View.OpenOrders > 0)
        {
            driver.Tick();
        }
    }

    private static void Expire(EngineDriver driver)
    {
        driver.Pass(TimeSpan.FromSeconds(1_001));
        while (driver.View.OpenOrders > 0)
        {
            driver.Tick();
        }
    }

    private static void PlaceStops(EngineDriver driver, int count)
    {
        for (var id = 1UL; id <= (ulong)count; id++)
        {
            var order = BenchMarket.Order(Maker, Side.Buy, 1_000, id);
            order.OrderType = OrderType.StopLimit;
            order.TriggerPrice = 100 * (Int128)FixedPoint.One;
            order.Instructions.TriggerSource = TriggerSource.Last;
            driver.Order(order, id);
        }
    }

    /// <summary>One trade at the trigger, then the calls that the cascade guard starts.</summary>
    private static void FireStops(EngineDriver driver)
    {
        driver.Order(BenchMarket.Order(Maker, Side.Sell, 100, 100_000_000), 100_000_000);
        driver.Order(BenchMarket.Order(Taker, Side.Buy, 100, 1), 1);
        for (var call = 0; call < 20; call++)
        {
            driver.Pass(TimeSpan.FromSeconds(120));
            driver.Tick();
        }
    }

    private static void FillCall(EngineDriver driver, int count)
    {
        driver.Apply(
            CommandType.StartAuction,
            new StartAuction { MarketId = BenchMarket.MarketId, Kind = AuctionKind.Scheduled, DurationSeconds = 60 });
        for (var id = 1UL; id <= (ulong)count / 2; id++)
        {
            driver.Order(BenchMarket.Order(Maker, Side.Buy, (long)(id % 1_000), id), id);
            driver.Order(BenchMarket.Order(Taker, Side.Sell, -(long)(id % 1_000), id), id);
        }
    }

    private static void Uncross(EngineDriver driver)
    {
        driver.Pass(TimeSpan.FromSeconds(61));
        for (var limit = 0; driver.View.OpenOrders > 0 && limit < 10_000; limit++)
        {
            driver.Tick();
        }
    }
}
