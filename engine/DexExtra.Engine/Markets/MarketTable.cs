using DexExtra.Engine.Book;
using DexExtra.Engine.Collections;
using DexExtra.Engine.Fees;
using DexExtra.Engine.Ledger;
using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>Markets in order of creation, found by market id. Never shrinks.</summary>
internal sealed class MarketTable
{
    private readonly Market[] _markets;
    private readonly FlatMap<PairKey> _slots;
    private readonly bool _isNetted;

    public MarketTable(LadderNodes nodes, EngineOptions options)
    {
        _slots = new FlatMap<PairKey>(options.MaxMarkets, options.HashSeed);
        _markets = new Market[options.MaxMarkets];
        _isNetted = options.NettedSettlement;
        for (var slot = 0; slot < _markets.Length; slot++)
        {
            _markets[slot] = new Market(slot, nodes);
        }
    }

    public int Count => _slots.Count;

    public Market this[int slot] => _markets[slot];

    public Market? Find(uint marketId) =>
        _slots.TryGet(new PairKey(marketId, 0), out var slot) ? _markets[slot] : null;

    /// <summary>
    /// Opens a market or says why not, first failure wins: MARKET_EXISTS, UNKNOWN_ASSET, INVALID_PARAMETERS,
    /// NOT_SUPPORTED, LIMIT_REACHED.
    /// </summary>
    public CommandRejectReason? TryCreate(in CreateMarket terms, AssetTable assets, ulong entropy, ulong nowSeconds)
    {
        if (Find(terms.MarketId) is not null)
        {
            return CommandRejectReason.MarketExists;
        }

        if (!assets.TryFind(terms.AssetId, out var asset))
        {
            return CommandRejectReason.UnknownAsset;
        }

        if (MarketRules.TickValue(in terms, assets[asset].Listing.TokenDecimals) is not { } tickValue
            || !MarketLifeRules.IsValid(in terms, nowSeconds)
            || (terms.MarginMode != MarginMode.Full && assets[asset].Collateral.IsSet))
        {
            return CommandRejectReason.InvalidParameters;
        }

        if (!_isNetted && (terms.MarginMode != MarginMode.Full || FeeTerms.HaveRebate(in terms)))
        {
            return CommandRejectReason.NotSupported;
        }

        if (Count == _markets.Length)
        {
            return CommandRejectReason.LimitReached;
        }

        var slot = Count;
        _slots.Add(new PairKey(terms.MarketId, 0), slot);
        _markets[slot].Open(in terms, asset, tickValue, entropy);
        return null;
    }
}
