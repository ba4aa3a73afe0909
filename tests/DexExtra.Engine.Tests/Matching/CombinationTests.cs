using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Matching;

/// <summary>
/// The combination table on the page is the one of the validation code, and the engine refuses exactly what it leaves
/// out. DEXEXTRA_WRITE_DOCS=1 writes the page.
/// </summary>
[Trait("rule", "G4")]
[Trait("rule", "I-PO-4")]
public sealed class CombinationTests
{
    private const string Begin = "<!-- combinations:begin -->\n";
    private const string End = "<!-- combinations:end -->";
    private const int FeatureSets = 1 << 12;

    [Fact]
    public void The_table_of_the_page_is_generated_from_the_validation_code()
    {
        var page = File.ReadAllText(PagePath());
        var expected = CombinationTable.OfCode().Render();
        if (Environment.GetEnvironmentVariable("DEXEXTRA_WRITE_DOCS") == "1")
        {
            File.WriteAllText(PagePath(), page.Replace(Begin + Printed(page), Begin + expected, StringComparison.Ordinal));
            return;
        }

        Assert.Equal(expected, Printed(page));
    }

    [Fact]
    public void The_engine_refuses_exactly_what_the_printed_table_leaves_out()
    {
        var table = CombinationTable.Parse(Printed(File.ReadAllText(PagePath())));
        var venue = new Venue(Venue.SmallOptions) { AuditsEachCommand = false };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms);
        venue.Apply(CommandType.SetTradingRules, new SetTradingRules
        {
            MarketId = TestMarkets.Plain,
            Rules = TradingRules.Default with { Flags = TradingFlags.AllowAllOrNone },
        });
        venue.Deposit(Alice, 1_000_000);
        for (byte type = 0; type <= 11; type++)
        {
            for (byte timeInForce = 0; timeInForce <= 13; timeInForce++)
            {
                TryAll(venue, table, (OrderType)type, (TimeInForce)timeInForce);
            }
        }

        venue.Engine.Audit();
    }

    [Fact]
    public void No_higher_flag_exists()
    {
        var venue = Venue.Open();
        for (var bit = 11; bit < 32; bit++)
        {
            var ticket = new OrderTicket(Alice, Side.Buy, 1, 40) { Flags = (OrderFlags)(1U << bit) };
            Assert.EndsWith("rejected UNSUPPORTED_COMBINATION", venue.Send(ticket)[0], StringComparison.Ordinal);
        }
    }

    /// <summary>R7: CONFIRM_LARGE is no instruction: what is legal stays so with it, and the rest stays refused.</summary>
    [Fact]
    [Trait("rule", "R7")]
    public void Confirming_changes_no_combination()
    {
        foreach (var type in Enum.GetValues<OrderType>())
        {
            foreach (var timeInForce in Enum.GetValues<TimeInForce>())
            {
                for (var set = 0; set < FeatureSets; set++)
                {
                    var order = CombinationTable.Build(type, timeInForce, (OrderFeatures)(uint)set);
                    var isLegal = OrderCombinations.IsLegal(in order);
                    order.Flags |= OrderFlags.ConfirmLarge;
                    Assert.Equal(isLegal, OrderCombinations.IsLegal(in order));
                }
            }
        }
    }

    [Theory]
    [InlineData("trigger price on a limit order")]
    [InlineData("trigger source on a limit order")]
    [InlineData("peg reference on a limit order")]
    [InlineData("offset on a limit order")]
    [InlineData("distance on a limit order")]
    [InlineData("activation price without its flag")]
    [InlineData("duration on a limit order")]
    [InlineData("variance without display quantity")]
    public void A_field_that_the_order_does_not_use_is_refused(string field)
    {
        var order = CombinationTable.Build(OrderType.Limit, TimeInForce.GoodTillCancel, OrderFeatures.None);
        Assert.True(OrderCombinations.IsLegal(in order));
        switch (field)
        {
            case "trigger price on a limit order": order.TriggerPrice = 1; break;
            case "trigger source on a limit order": order.Instructions.TriggerSource = TriggerSource.Last; break;
            case "peg reference on a limit order": order.Instructions.PegReference = PegReference.Mid; break;
            case "offset on a limit order": order.Instructions.PriceOffset = 1; break;
            case "distance on a limit order": order.Instructions.TrailingDistance = 1; break;
            case "activation price without its flag": order.Instructions.ActivationPrice = 1; break;
            case "duration on a limit order": order.Instructions.DurationSeconds = 300; break;
            default: order.Instructions.DisplayVariance = 1; break;
        }

        Assert.False(OrderCombinations.IsLegal(in order));
    }

    private static void TryAll(Venue venue, CombinationTable table, OrderType type, TimeInForce timeInForce)
    {
        for (var set = 0; set < FeatureSets; set++)
        {
            var features = (OrderFeatures)(uint)set;
            var isLegal = table.IsLegal(type, timeInForce, features, Side.Buy);
            var order = CombinationTable.Build(type, timeInForce, features);
            Assert.True(
                isLegal == OrderCombinations.IsLegal(in order), $"{type}, {timeInForce}, {features}: table {isLegal}");

            // the engine itself for every legal set and for each refused pair; the market is not in a call, which
            // refuses everything GOOD_FOR_AUCTION before
            if (timeInForce == TimeInForce.GoodForAuction)
            {
                continue;
            }

            if (isLegal || System.Numerics.BitOperations.PopCount((uint)set) <= 2)
            {
                Assert.Equal(isLegal, !IsRefused(venue, in order));
            }
        }
    }

    private static bool IsRefused(Venue venue, in SignedOrder order)
    {
        var ticket = new OrderTicket(Alice, Side.Buy, 1, 40)
        {
            Type = order.OrderType,
            TimeInForce = order.TimeInForce,
            Flags = order.Flags,
        };
        var command = venue.Number(ticket).ToCommand();
        command.Order.Instructions = order.Instructions;
        var events = venue.Apply(CommandType.NewOrder, command);
        return events[0].EndsWith("rejected UNSUPPORTED_COMBINATION", StringComparison.Ordinal);
    }

    private static string Printed(string page)
    {
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return page[start..page.IndexOf(End, StringComparison.Ordinal)];
    }

    private static string PagePath() => RepositoryFiles.Path("docs", "matching.md");
}
