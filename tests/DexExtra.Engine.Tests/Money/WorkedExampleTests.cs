using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Money;

/// <summary>
/// Numbers that other venues published, adapted only in units: what they say a trader keeps, loses, or is liquidated at,
/// is what the engine does. Each test names its source and carries the arithmetic.
/// </summary>
public sealed class WorkedExampleTests
{
    private static readonly AccountId Karen = Traders.Of(1);

    /// <summary>
    /// BitMEX, "Isolated Margin Examples", https://www.bitmex.com/app/isolatedMarginExamples: wallet 10,000 USDT, 20
    /// contracts of ETHUSDT bought at 1,000 with 50x cross margin. "The required initial margin is 2% = 400 USDT, and the
    /// maintenance margin is 1% = 200 USDT. Her liquidation and bankruptcy prices are 510 and 500. Her available balance
    /// is now USDT 9,600." Here 1 tick and 1 unit are 1 USDT: initial margin 20 ticks, maintenance half of it.
    /// </summary>
    [Fact]
    [Trait("rule", "R2")]
    public void BitMex_cross_margin_of_twenty_contracts()
    {
        var risk = new RiskParameters { MinScanTicks = 20, MaintenanceBp = 5_000, StepBp = 10_000, MaxSteps = 3 };
        var venue = new ExampleVenue(MarginMode.Cross, risk, markTicks: 1_000);
        venue.Deposit(Karen, 10_000);
        venue.Trade(Karen, ExampleVenue.Maker, 20, 1_000);

        var margin = venue.Ask(Karen);
        Assert.Equal(20 * 20, margin.InitialMargin); // 2% of 20 × 1,000
        Assert.Equal(20 * 10, margin.MaintenanceMargin); // 1%
        Assert.Equal(10_000 - 400, margin.Free);

        venue.MoveMark(510); // 10,000 + 20 × (510 − 1,000) = 200 = MM
        Assert.Equal(200, venue.Ask(Karen).Equity);
        Assert.Empty(venue.Liquidations);

        venue.MoveMark(509); // 180 < MM
        venue.Wait(1);
        Assert.Equal(500, venue.Liquidations.First(item => item.BankruptcyTicks != 0).BankruptcyTicks); // 10,000 = 20 × 500
    }

    /// <summary>
    /// BitMEX, "Isolated Margin Examples", https://www.bitmex.com/app/isolatedMarginExamples: a position worth 100 XBT at
    /// 100 USD, 4 XBT of margin, liquidation price 97; the price falls by 6 to 94. "The trader has only lost the 4 XBT
    /// that they assigned via Isolated Margin"; with cross margin it would have been 6. Here 10 lots and units of 0.1 XBT:
    /// margin 4 ticks per lot, maintenance 1, cash 1,000.
    /// </summary>
    [Fact]
    [Trait("rule", "R5")]
    public void BitMex_isolated_position_loses_its_margin_and_no_more()
    {
        var risk = new RiskParameters { MinScanTicks = 4, MaintenanceBp = 2_500, StepBp = 10_000, MaxSteps = 3 };
        var venue = new ExampleVenue(MarginMode.Isolated, risk, markTicks: 100);
        venue.Deposit(Karen, 1_000);
        venue.Trade(Karen, ExampleVenue.Maker, 10, 100);
        Assert.Equal(40, venue.Market.Positions[Karen].Bucket); // 10 lots × 4 ticks
        Assert.Equal(960, venue.Wallet(Karen).Available);

        venue.MoveMark(97); // 40 − 30 = 10 = MM
        Assert.Empty(venue.Liquidations);

        venue.MoveMark(94); // 40 − 60 < 0: closed at its bankruptcy price 96, deleveraging the maker
        venue.Wait(5);
        Assert.Equal(0, venue.Market.Positions[Karen].Lots);
        Assert.Equal(960, venue.Wallet(Karen).Total());
        Assert.Equal(96, venue.Trades.Last(trade => (trade.Flags & TradeFlags.Deleveraging) != 0).PriceTicks);
    }

    /// <summary>
    /// ZUBR, "Auto-Deleverage", https://help.zubr.io/hc/en-us/articles/360011816240: ten clients ranked by PnL % × leverage;
    /// order 9, 7, 4, 10, 1, 5, 3, 6, 8, 2. Here the score is u / equity: the same product, since u = PnL % × value and equity
    /// = value / leverage. Each is short 100 lots, valued 100,000 at the mark 1,000; leverage is halved for all, because
    /// client 9's profit would otherwise be more than its equity. The bankrupt long has 300 lots: the first three go.
    /// </summary>
    [Fact]
    [Trait("rule", "L5")]
    public void Zubr_ten_clients_are_deleveraged_by_profit_times_leverage()
    {
        (int PnlPerMille, decimal Leverage)[] clients =
        [
            (100, 4m), (50, 0.5m), (200, 1.2m), (50, 10m), (150, 2m), (30, 4m), (120, 5m), (60, 0.8m), (110, 11m), (70, 6m),
        ];
        var risk = new RiskParameters { MinScanTicks = 50, MaintenanceBp = 5_000, StepBp = 10_000, MaxSteps = 3 };
        var venue = new ExampleVenue(MarginMode.Cross, risk, markTicks: 1_120);
        var (bankrupt, rich) = (Traders.Of(50), Traders.Of(51));
        venue.Deposit(bankrupt, 30_000);
        venue.Deposit(rich, 10_000_000);
        venue.Trade(bankrupt, ExampleVenue.Maker, 300, 1_120);
        venue.Trade(rich, ExampleVenue.Maker, 700, 1_120);
        venue.MoveMark(1_045); // 30,000 − 300 × 75 = 7,500 = MM: not yet
        for (var client = 1; client <= clients.Length; client++)
        {
            var (pnl, leverage) = clients[client - 1];
            var equity = (long)(200_000m / leverage); // at the mark 1,000
            venue.Deposit(Traders.Of(client), equity - (100 * pnl)); // u = 100 lots × PnL % of 1,000
            venue.Trade(ExampleVenue.Maker, Traders.Of(client), 100, 1_000 + pnl);
        }

        Assert.Empty(venue.Liquidations);
        venue.MoveMark(1_000); // 30,000 − 300 × 120 = −6,000; bankruptcy price 1,120 − 30,000 / 300 = 1,020
        venue.Wait(5);

        var deleveraged = venue.Trades.Where(trade => (trade.Flags & TradeFlags.Deleveraging) != 0).ToList();
        Assert.Equal([Traders.Of(9), Traders.Of(7), Traders.Of(4)], deleveraged.Select(trade => trade.Buy.Account));
        Assert.All(deleveraged, trade => Assert.Equal((1_020, 100), (trade.PriceTicks, trade.QuantityLots)));
        Assert.Equal(0, venue.Wallet(bankrupt).Total()); // L3: at the bankruptcy price nothing is left and nothing owed
        Assert.Equal(7_181 + (100 * (1_110 - 1_020)), venue.Wallet(Traders.Of(9)).Total());
    }

    /// <summary>
    /// Kalshi, "What are event contracts", https://kalshi.com/blog/article/what-are-event-contracts: "you pay $0.60 for a YES
    /// contract … matched with another user who paid $0.40 for a NO contract. If the market resolves to YES, you get the $1:
    /// your $0.60, and the other user's $0.40". Here FULL, floor 0, cap 100 cents, 1 tick = 0.01 USD = 1,000,000 units; NO is a
    /// short.
    /// </summary>
    [Theory]
    [InlineData(100, 40, -40)]
    [InlineData(0, -60, 60)]
    [Trait("rule", "R1")]
    public void Kalshi_contract_pays_one_dollar_to_the_side_that_is_right(long result, long yesGain, long noGain)
    {
        const long Cent = 1_000_000;
        var venue = new ExampleVenue(MarginMode.Full, default, 0, capTicks: 100, tickValue: Cent);
        var (yes, no) = (Traders.Of(1), Traders.Of(2));
        venue.Deposit(yes, 100 * Cent);
        venue.Deposit(no, 100 * Cent);
        venue.Trade(yes, no, 1, 60);
        Assert.Equal(40 * Cent, venue.Wallet(yes).Available); // paid 0.60
        Assert.Equal(60 * Cent, venue.Wallet(no).Available); // paid 0.40
        Assert.Equal(100 * Cent, venue.Market.Pool);

        venue.Settle(result);
        Assert.Equal((100 + yesGain) * Cent, venue.Wallet(yes).Total());
        Assert.Equal((100 + noGain) * Cent, venue.Wallet(no).Total());
    }

    /// <summary>
    /// SATS, "System Gain and Losses", https://doc.sat.is/product-docs/trading/liquidation/system-gain-and-losses: a long at
    /// 100.00, liquidation price 99.50, bankruptcy price 99.00; the liquidation order is filled at 98.75. "The available
    /// Insurance Fund of $0.25 is utilized to compensate for the loss. ADL is prevented and the Insurance Fund is left with $0."
    /// Here 1 tick = 1 unit = 0.01 USD. (A fill better than bankruptcy stays with the trader here, less the liquidation fee.)
    /// </summary>
    [Fact]
    [Trait("rule", "L2")]
    public void Sats_insurance_pays_a_fill_beyond_the_bankruptcy_price()
    {
        var risk = new RiskParameters { MinScanTicks = 100, MaintenanceBp = 5_000, StepBp = 10_000, MaxSteps = 0 };
        var venue = new ExampleVenue(MarginMode.Cross, risk, markTicks: 10_000);
        var trader = Traders.Of(2);
        venue.Deposit(trader, 100); // 1.00 USD: bankrupt at 99.00
        venue.Trade(trader, ExampleVenue.Maker, 1, 10_000);
        venue.Fund(ExampleVenue.Maker, 25);
        venue.MoveMark(9_950); // 100 − 50 = 50 = MM
        Assert.Empty(venue.Liquidations);

        var buyer = Traders.Of(3);
        venue.Deposit(buyer, 1_000_000);
        venue.Order(buyer, Side.Buy, 1, 9_875);
        venue.MoveMark(9_880); // equity 100 − 120 = −20: stage 4, limit 9,900 − 25 / 1 = 9,875
        venue.Wait(5);

        var filled = venue.Trades.Last(trade => (trade.Flags & TradeFlags.Liquidation) != 0);
        Assert.Equal((9_875, 1), (filled.PriceTicks, filled.QuantityLots));
        Assert.Equal(9_900, venue.Liquidations.First(item => item.BankruptcyTicks != 0).BankruptcyTicks);
        Assert.Equal(0, venue.Market.Insurance); // 0.25 − 0.25
        Assert.Equal(0, venue.Wallet(trader).Total());
        Assert.DoesNotContain(venue.Trades, trade => (trade.Flags & TradeFlags.Deleveraging) != 0);
    }

    /// <summary>
    /// Greeks.live, "How Does an Exchange Calculate the Proportional Share of a Socialized Loss for a Trader?",
    /// https://learn.greeks.live/path/how-does-an-exchange-calculate-the-proportional-share-of-a-socialized-loss-for-a-trader: the
    /// deficit divided by the total profit of all profitable traders is deducted from each one's profit. Here at settlement
    /// (M9): a loser with margin for 4 of 10 ticks on 40 lots leaves 240; profits of 300 and 100 pay 180 and 60.
    /// </summary>
    [Fact]
    [Trait("rule", "M9")]
    public void Settlement_shortfall_is_shared_in_proportion_to_profits()
    {
        var risk = new RiskParameters { MinScanTicks = 4, MaintenanceBp = 2_500, StepBp = 10_000, MaxSteps = 3 };
        var venue = new ExampleVenue(MarginMode.Isolated, risk, markTicks: 100);
        var (loser, first, second) = (Traders.Of(1), Traders.Of(2), Traders.Of(3));
        foreach (var account in (AccountId[])[loser, first, second])
        {
            venue.Deposit(account, 1_000);
        }

        venue.Trade(loser, first, 30, 100);
        venue.Trade(loser, second, 10, 100);
        var makers = venue.Market.Positions[ExampleVenue.Maker].Lots;
        Assert.Equal(0, makers + venue.Market.Positions[ExampleVenue.OtherMaker].Lots);
        if (makers != 0)
        {
            venue.Trade(ExampleVenue.OtherMaker, ExampleVenue.Maker, makers, 100);
        }

        venue.Settle(90); // loss 40 × 10 = 400, bucket 40 × 4 = 160: 240 are missing
        Assert.Equal(-160, venue.Settled.Single(item => item.Account == loser).CashDelta);
        Assert.Equal((Int128)180, venue.Settled.Single(item => item.Account == first).Socialised); // 240 × 300 / 400
        Assert.Equal((Int128)60, venue.Settled.Single(item => item.Account == second).Socialised); // 240 × 100 / 400
        Assert.Equal(1_000 - 160, venue.Wallet(loser).Total());
        Assert.Equal(1_000 + 300 - 180, venue.Wallet(first).Total());
        Assert.Equal(1_000 + 100 - 60, venue.Wallet(second).Total());
    }
}
