using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>State of a market after the last trade of the batch.</summary>
internal sealed class MarketChange(MarketUnits units)
{
    public const string Stage =
        "copy stage_markets (market_id, collateral_pool, last_price, last_price_ticks, last_match_id, last_traded_at,"
        + " updated_sequence) from stdin (format binary)";

    public const string Merge =
        """
        update markets m set collateral_pool = s.collateral_pool, last_price = s.last_price,
          last_price_ticks = s.last_price_ticks, last_match_id = s.last_match_id, last_traded_at = s.last_traded_at,
          updated_sequence = s.updated_sequence
        from stage_markets s where m.market_id = s.market_id
        """;

    public Int128 Pool { get; private set; }

    public long? PriceTicks { get; private set; }

    public ulong MatchId { get; private set; }

    public FrameStamp Stamp { get; private set; }

    public void Apply(in Traded trade, FrameStamp stamp)
    {
        Pool = trade.Pool;
        PriceTicks = trade.PriceTicks;
        MatchId = trade.MatchId;
        Stamp = stamp;
    }

    public void Encode(CopyBuffer copy)
    {
        copy.Row(7);
        copy.Int64(units.MarketId);
        EncodeState(copy);
        copy.Int64(Stamp.Sequence);
    }

    /// <summary>Pool and last trade; the last trade is null before the first.</summary>
    public void EncodeState(CopyBuffer copy)
    {
        copy.Money(Pool);
        if (PriceTicks is { } ticks)
        {
            copy.Price(units.Price(ticks));
            copy.Int64(ticks);
            copy.Int64(MatchId);
            copy.Time(Stamp.TimeNs);
            return;
        }

        copy.Null();
        copy.Null();
        copy.Null();
        copy.Null();
    }
}
