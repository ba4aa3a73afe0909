using DexExtra.Engine.Ledger;
using DexExtra.Messages;

namespace DexExtra.Engine.Liquidation;

/// <summary>
/// R4, C13: the guarantee fund of the backed asset buys collateral of an account that owes, at its price less the
/// haircut, as much as covers the debt and as long as the fund has cash (docs/money.md §13).
/// </summary>
internal sealed class Conversion(EngineState state, LiquidationEvents events)
{
    /// <summary>Converts what a balance owes.</summary>
    public void Run<TSink>(int balance, ref TSink sink)
        where TSink : struct, IEventSink => Raise(balance, -state.Ledger[balance].Owed, ref sink);

    /// <summary>
    /// Brings a balance so much, or what it can, by collateral in order of first use. Returns how many assets were
    /// sold.
    /// </summary>
    public int Raise<TSink>(int balance, Int128 amount, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var (account, backed) = (state.Ledger[balance].Account, state.Ledger[balance].Asset);
        var sales = 0;
        for (var index = 0; index < state.Assets.CollateralCount && amount > 0; index++)
        {
            var asset = state.Assets.CollateralAt(index);
            if (state.Assets[asset].Collateral.Backed == backed
                && state.Ledger.TryFind(account, asset, out var holding))
            {
                var proceeds = Sell(holding, balance, amount, ref sink);
                amount -= proceeds;
                sales += proceeds > 0 ? 1 : 0;
            }
        }

        return sales;
    }

    /// <summary>Returns what one asset brought.</summary>
    private Int128 Sell<TSink>(int holding, int balance, Int128 amount, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var ledger = state.Ledger;
        var (asset, backed) = (ledger[holding].Asset, ledger[balance].Asset);
        ref readonly var collateral = ref state.Assets[asset].Collateral;
        var worth = collateral.WorthOf(ledger[holding].Available, state.TimestampNs);
        var proceeds = Int128.Min(Int128.Min(amount, state.Assets[backed].Guarantee), worth);
        if (proceeds <= 0)
        {
            return 0;
        }

        var sold = proceeds == worth
            ? ledger[holding].Available
            : Int128.Min(ledger[holding].Available, AmountFor(proceeds, in collateral));
        ledger.Post(asset, ledger.Available(holding), ledger.Guarantee(asset), sold);
        ledger.PayIn(balance, ledger.Guarantee(backed), proceeds);
        events.Balance(holding, BalanceChange.CollateralSold, -sold, ref sink);
        events.Balance(balance, BalanceChange.CollateralProceeds, proceeds, ref sink);
        events.Guarantee(asset, BalanceChange.CollateralSold, sold, ref sink);
        events.Guarantee(backed, BalanceChange.CollateralProceeds, -proceeds, ref sink);
        return proceeds;
    }

    /// <summary>Least collateral that is worth so much, rounded up: in favour of the fund.</summary>
    private static Int128 AmountFor(Int128 proceeds, in Collateral collateral)
    {
        Int128 share = Limits.BasisPoints - collateral.Terms.HaircutBp;
        var gross = MoneyMath.ShareUp(proceeds, Limits.BasisPoints, share);
        return MoneyMath.ShareUp(gross, FixedPoint.One, collateral.Price);
    }
}
