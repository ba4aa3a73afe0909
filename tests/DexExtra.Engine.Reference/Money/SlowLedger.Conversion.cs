namespace DexExtra.Engine.Reference.Money;

/// <summary>R4, C13: collateral that is sold to the guarantee fund, for what and for how much (docs/money.md §12, §13).</summary>
public sealed partial class SlowLedger
{
    /// <summary>Accounts whose collateral was sold in this frame, with what they had before.</summary>
    private readonly Dictionary<SlowWallet, SlowSales> _sales = [];
    private (SlowWallet Holding, Int128 Before, Int128 Amount)? _sold;

    /// <summary>For the proceeds collateral at price × (1 − haircut), rounded in the fund's favour.</summary>
    private void ExpectProceeds(SlowWallet debtor, Int128 proceeds)
    {
        var (holding, before, amount) = _sold ?? throw Failure("proceeds of nothing" + Of(debtor));
        var asset = holding.Asset;
        var terms = asset.Collateral ?? throw Failure("an asset is sold that backs nothing" + Of(debtor));
        That(holding.Account == debtor.Account && terms.BackedAssetId == debtor.Asset.Listing.AssetId,
            "proceeds of another's collateral (C13)", debtor);
        var worth = SlowMargin.WorthOf(asset, before, _nowNs);
        var gross = Ratio.Up(proceeds, Messages.Limits.BasisPoints, Messages.Limits.BasisPoints - terms.HaircutBp);
        var least = Int128.Min(before, Ratio.Up(gross, Messages.FixedPoint.One, Int128.Max(1, asset.Price)));
        Expect("collateral sold (C13)", proceeds == worth ? before : least, amount, debtor);
        if (!_sales.TryGetValue(debtor, out var sales))
        {
            sales = new SlowSales(debtor.Available, debtor.Owed);
            _sales.Add(debtor, sales);
        }

        sales.Add(proceeds, Int128.Min(worth, debtor.Asset.Guarantee));
        _sold = null;
    }

    /// <summary>
    /// As much as is needed, as the holding is worth, and as the fund has. In a payout: all that the loser then would owe;
    /// else what the account owes.
    /// </summary>
    private void ExpectSales(SlowWallet debtor, Int128? loss)
    {
        if (!_sales.Remove(debtor, out var sales))
        {
            return;
        }

        var needed = loss is { } lost ? lost - sales.AvailableBefore - sales.OwedBefore : -sales.OwedBefore;
        That(loss is null || loss > sales.AvailableBefore, "collateral is sold though cash is enough (§12)", debtor);
        foreach (var (proceeds, most) in sales.Items)
        {
            var expected = Int128.Min(needed, most);
            That(expected > 0, "collateral is sold without need (C13)", debtor);
            Expect("proceeds of collateral (C13)", expected, proceeds, debtor);
            needed -= expected;
        }
    }
}
