using DexExtra.Engine.Reference.Money;

namespace DexExtra.Engine.Tests.Money;

/// <summary>L2–L6, M9: a market that falls through all leveraged longs at once; ./run.sh money crash prints it.</summary>
[Trait("rule", "L2")]
public sealed class CrashMarketTests(ITestOutputHelper output)
{
    [Fact]
    public void A_crash_runs_down_the_whole_ladder_and_ends_zero_sum()
    {
        var crash = new CrashMarket(accounts: 600, seed: 1);
        crash.Run();
        output.WriteLine(string.Join('\n', crash.Report()));

        var market = crash.Ledger.Markets[CrashMarket.MarketId];
        var kept = market.Asset.Fees + market.Asset.Guarantee + market.Asset.Dust + market.Insurance;
        Assert.Equal(
            market.Asset.Deposited, crash.Accounts.Aggregate(kept, (sum, account) => sum + account.Final));
        Assert.Equal(0, market.Pool);
        Assert.True(market.Insurance < crash.InsuranceBefore, "the insurance pays");
        Assert.Contains(crash.Accounts, account => account.DeleveragedLots > 0);
        Assert.Contains(crash.Accounts, account => account.SocialisedPaid > 0);
        Assert.All(crash.Accounts, account => Assert.True(account.Final >= 0, "nobody owes at the end (L3)"));
        Assert.DoesNotContain(
            crash.Accounts, account => account.Kind == CrashClass.SolidLong && account.IsLiquidated);
    }
}
