using DexExtra.Engine.Collections;
using DexExtra.Messages;

namespace DexExtra.Engine.Ledger;

/// <summary>Listed tokens in order of listing, found by asset id or by token address. Never shrinks.</summary>
internal sealed class AssetTable(int capacity, ulong hashSeed)
{
    private readonly Asset[] _assets = new Asset[capacity];
    private readonly int[] _collateral = new int[capacity];
    private readonly FlatMap<PairKey> _byId = new(capacity, hashSeed);
    private readonly FlatMap<AccountKey> _byToken = new(capacity, hashSeed);

    public int Count => _byId.Count;

    /// <summary>Assets that back others, in order of first use.</summary>
    public int CollateralCount { get; private set; }

    public ref Asset this[int slot] => ref _assets[slot];

    /// <summary>Slot of an asset that backs another; below <see cref="CollateralCount"/>.</summary>
    public int CollateralAt(int index) => _collateral[index];

    /// <summary>R4: the asset backs another from here on, or on other terms.</summary>
    public void SetCollateral(int slot, int backed, in SetCollateral terms)
    {
        ref var collateral = ref _assets[slot].Collateral;
        if (!collateral.IsSet)
        {
            _collateral[CollateralCount++] = slot;
        }

        collateral.IsSet = true;
        collateral.Backed = backed;
        collateral.Terms = terms;
    }

    public bool TryFind(uint assetId, out int slot) => _byId.TryGet(new PairKey(assetId, 0), out slot);

    public bool TryFind(in Address token, out int slot) => _byToken.TryGet(TokenKey(in token), out slot);

    /// <summary>None if the listing took effect.</summary>
    public CommandRejectReason? TryAdd(in ListAsset listing)
    {
        if (listing.TokenDecimals > FixedPoint.Decimals || listing.Token.IsZero)
        {
            return CommandRejectReason.InvalidParameters;
        }

        if (TryFind(listing.AssetId, out _) || TryFind(in listing.Token, out _))
        {
            return CommandRejectReason.AssetExists;
        }

        if (Count == _assets.Length)
        {
            return CommandRejectReason.LimitReached;
        }

        var slot = Count;
        _assets[slot] = new Asset { Listing = listing };
        _byId.Add(new PairKey(listing.AssetId, 0), slot);
        _byToken.Add(TokenKey(in listing.Token), slot);
        return null;
    }

    private static AccountKey TokenKey(in Address token) => new(new AccountId(token, 0));
}
