using System.Globalization;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Who paid what in a <see cref="CrashMarket"/>, in whole units of 1e8 with two decimals.</summary>
internal static class CrashReport
{
    public static IEnumerable<string> Lines(CrashMarket crash)
    {
        var market = crash.Ledger.Markets[CrashMarket.MarketId];
        yield return $"{crash.Accounts.Count:N0} accounts, {crash.Commands:N0} commands, {crash.Ledger.LastMatch:N0} trades";
        yield return $"{"class",-16}{"accounts",9}{"liquid.",9}{"deposited",13}{"final",13}{"gain",13}{"liq. fees",11}"
            + $"{"insured",11}{"ADL lots",10}{"ADL cost",12}{"soc. paid",12}{"soc. got",12}";
        foreach (var group in crash.Accounts.GroupBy(item => item.Kind).OrderBy(group => group.Key))
        {
            yield return Line(group.Key.ToString(), [.. group]);
        }

        yield return Line("all", crash.Accounts);
        var kept = market.Asset.Fees + market.Asset.Guarantee + market.Asset.Dust + market.Insurance;
        yield return $"insurance before {Units(crash.InsuranceBefore)}, after {Units(market.Insurance)}; "
            + $"fees {Units(market.Asset.Fees)}; pool {Units(market.Pool)}";
        var final = Sum(crash.Accounts, item => item.Final);
        yield return $"deposited {Units(market.Asset.Deposited)} = accounts {Units(final)} + funds {Units(kept)}: "
            + (final + kept + market.Pool == market.Asset.Deposited ? "zero-sum" : "NOT zero-sum");
    }

    private static string Line(string name, List<CrashAccount> items)
    {
        var deposited = Sum(items, item => item.Deposit);
        var final = Sum(items, item => item.Final);
        return $"{name,-16}{items.Count,9:N0}{items.Count(item => item.IsLiquidated),9:N0}{Units(deposited),13}{Units(final),13}"
            + $"{Units(final - deposited),13}{Units(Sum(items, item => item.LiquidationFees)),11}"
            + $"{Units(Sum(items, item => item.Insured)),11}{items.Sum(item => item.DeleveragedLots),10:N0}"
            + $"{Units(Sum(items, item => item.DeleveragingCost)),12}{Units(Sum(items, item => item.SocialisedPaid)),12}"
            + $"{Units(Sum(items, item => item.SocialisedReceived)),12}";
    }

    private static Int128 Sum(IEnumerable<CrashAccount> items, Func<CrashAccount, Int128> value) =>
        items.Aggregate((Int128)0, (sum, item) => sum + value(item));

    private static string Units(Int128 amount) =>
        ((decimal)amount / 100_000_000m).ToString("N2", CultureInfo.InvariantCulture);
}
