using DexExtra.Engine.Ledger;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Custody;

/// <summary>The venue's funds by name (M11, M12): entries, what of them may be spent, and FundChanged events.</summary>
internal sealed class Funds(EngineState state)
{
    /// <summary>The entry of a fund of the asset; of the market with Insurance.</summary>
    public LedgerEntry Entry(FundKind kind, int asset, Market? market) => kind switch
    {
        FundKind.Insurance => market!.Insurance,
        FundKind.Guarantee => state.Ledger.Guarantee(asset),
        FundKind.Fees => state.Ledger.Fees(asset),
        _ => state.Ledger.Dust(asset),
    };

    /// <summary>M7: fees of VOID markets that are not settled may have to be returned: they stay.</summary>
    public Int128 Spendable(FundKind kind, int asset)
    {
        var amount = Entry(kind, asset, null).Amount;
        for (var slot = 0; kind == FundKind.Fees && slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            var isKept = market.Asset == asset
                && market.Terms.Life.Fallback == SettlementFallback.Void
                && market.State is not (MarketState.Settled or MarketState.Closed or MarketState.Cancelled);
            amount -= isKept ? market.FeesCollected : 0;
        }

        return amount;
    }

    /// <summary>The fund's side of a movement, after it.</summary>
    public void Report<TSink>(
        FundKind kind, int asset, Market? market, BalanceChange cause, Int128 amount, ulong reference, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var changed = new FundChanged
        {
            Kind = kind,
            Cause = cause,
            MarketId = kind == FundKind.Insurance ? market!.Terms.MarketId : 0,
            AssetId = state.Assets[asset].Listing.AssetId,
            Amount = amount,
            Balance = Entry(kind, asset, market).Amount,
            Reference = reference,
        };
        sink.Append(EventType.FundChanged, in changed);
    }
}
