using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>What the batch did to one call of a market: its begin, new ends, its uncrossing.</summary>
internal sealed class AuctionChange(MarketUnits units, ulong auctionId)
{
    public const string Stage =
        "copy stage_auctions (market_id, auction_id, auction_kind, start_cause, started_at, earliest_end_at,"
        + " extension_count, has_cross, price, price_ticks, volume_lots, prevented_lots, uncrossed_at,"
        + " started_sequence, updated_sequence) from stdin (format binary)";

    /// <summary>
    /// A call that neither exists nor begins here violates not null: the log has a hole, and we stop.
    /// </summary>
    public const string Merge =
        """
        insert into auctions (market_id, auction_id, auction_kind, start_cause, started_at, earliest_end_at,
          extension_count, has_cross, price, price_ticks, volume_lots, prevented_lots, uncrossed_at, started_sequence,
          updated_sequence)
        select s.market_id, s.auction_id, coalesce(a.auction_kind, s.auction_kind),
          coalesce(a.start_cause, s.start_cause), coalesce(a.started_at, s.started_at),
          coalesce(s.earliest_end_at, a.earliest_end_at), coalesce(a.extension_count, 0) + s.extension_count,
          coalesce(s.has_cross, a.has_cross), coalesce(s.price, a.price), coalesce(s.price_ticks, a.price_ticks),
          coalesce(s.volume_lots, a.volume_lots), coalesce(s.prevented_lots, a.prevented_lots),
          coalesce(s.uncrossed_at, a.uncrossed_at), coalesce(a.started_sequence, s.started_sequence),
          s.updated_sequence
        from stage_auctions s left join auctions a using (market_id, auction_id)
        on conflict (market_id, auction_id) do update set earliest_end_at = excluded.earliest_end_at,
          extension_count = excluded.extension_count, has_cross = excluded.has_cross, price = excluded.price,
          price_ticks = excluded.price_ticks, volume_lots = excluded.volume_lots,
          prevented_lots = excluded.prevented_lots, uncrossed_at = excluded.uncrossed_at,
          updated_sequence = excluded.updated_sequence
        """;

    private MarketStateChanged? _first;
    private FrameStamp _firstStamp;
    private long? _earliestEndNs;
    private long _extensions;
    private AuctionUncrossed? _uncrossed;
    private long _uncrossedNs;
    private long _sequence;

    public void Apply(in MarketStateChanged changed, FrameStamp stamp)
    {
        if (changed.Cause == StateCause.Collar)
        {
            _extensions++;
        }
        else if (_first is null)
        {
            _first = changed;
            _firstStamp = stamp;
        }

        _earliestEndNs = changed.EarliestEndNs;
        _sequence = stamp.Sequence;
    }

    public void Apply(in AuctionUncrossed uncrossed, FrameStamp stamp)
    {
        _uncrossed = uncrossed;
        _uncrossedNs = stamp.TimeNs;
        _sequence = stamp.Sequence;
    }

    public void Encode(CopyBuffer copy)
    {
        copy.Row(15);
        copy.Int64(units.MarketId);
        copy.Int64(auctionId);
        copy.Text(_first is { } kind ? Codes.Of(kind.Auction) : null);
        copy.Text(_first is { } cause ? Codes.Of(cause.Cause) : null);
        copy.Time(_first is null ? null : _firstStamp.TimeNs);
        copy.Time(_earliestEndNs);
        copy.Int64(_extensions);
        EncodeUncrossing(copy);
        copy.Int64(_first is null ? null : _firstStamp.Sequence);
        copy.Int64(_sequence);
    }

    /// <summary>has_cross, price, price_ticks, volume_lots, prevented_lots, uncrossed_at.</summary>
    private void EncodeUncrossing(CopyBuffer copy)
    {
        if (_uncrossed is not { } uncrossed)
        {
            copy.Nulls(6);
            return;
        }

        var hasPrice = uncrossed.HasPrice != 0;
        copy.Bool(hasPrice);
        copy.Price(hasPrice ? units.Price(uncrossed.PriceTicks) : null);
        copy.Int64(hasPrice ? uncrossed.PriceTicks : null);
        copy.Int64(uncrossed.VolumeLots);
        copy.Int64(uncrossed.PreventedLots);
        copy.Time(_uncrossedNs);
    }
}
