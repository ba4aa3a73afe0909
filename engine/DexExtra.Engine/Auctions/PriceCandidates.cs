using DexExtra.Engine.Prices;

namespace DexExtra.Engine.Auctions;

/// <summary>
/// A3: keeps the best of the candidate prices it is shown, in rising order: most volume, then least surplus. Prices
/// with the same bids and asks come as one range, so that the work does not depend on the width of the range.
/// </summary>
internal struct PriceCandidates(long? referenceTicks, long increment)
{
    private bool _isAny;
    private long _volume;
    private long _distance;
    private long _lowest;
    private long _highest;

    // surplus falls with the price: above these are asks in surplus, below are bids
    private long? _lastBidSurplus;
    private long? _firstAskSurplus;

    /// <summary>Prices from low to high, at each of which so many lots of bids and asks would take part.</summary>
    public void Add(long low, long high, long bidLots, long askLots)
    {
        var volume = Math.Min(bidLots, askLots);
        var distance = Math.Abs(bidLots - askLots);
        if (_isAny && (volume < _volume || (volume == _volume && distance > _distance)))
        {
            return;
        }

        if (!_isAny || volume > _volume || distance < _distance)
        {
            _isAny = true;
            _volume = volume;
            _distance = distance;
            _lowest = low;
            _lastBidSurplus = null;
            _firstAskSurplus = null;
        }

        _highest = high;
        if (bidLots > askLots)
        {
            _lastBidSurplus = high;
        }
        else if (bidLots < askLots)
        {
            _firstAskSurplus ??= low;
        }
    }

    /// <summary>Null if nothing would trade.</summary>
    public readonly AuctionResult? Choose()
    {
        if (!_isAny || _volume == 0)
        {
            return null;
        }

        if (_distance > 0 && _firstAskSurplus is null)
        {
            return new AuctionResult(_highest, _volume, _distance);
        }

        if (_distance > 0 && _lastBidSurplus is null)
        {
            return new AuctionResult(_lowest, _volume, -_distance);
        }

        var low = _lastBidSurplus ?? _lowest;
        var high = _firstAskSurplus ?? _highest;
        var middle = low + ((high - low) / 2);
        var wanted = referenceTicks is { } reference ? Math.Clamp(reference, low, high) : middle;
        var price = Math.Max(low, PriceGrid.Down(wanted, increment));
        var isBidSurplus = _lastBidSurplus is { } last && price <= last;
        return new AuctionResult(price, _volume, isBidSurplus ? _distance : -_distance);
    }
}
