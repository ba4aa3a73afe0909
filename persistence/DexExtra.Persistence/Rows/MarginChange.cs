using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>
/// What stands behind one account's position in a margin market after the last events of the batch; what none of them
/// stated stays, and begins as the market's mode, an empty bucket, no debt and no place in the queue.
/// </summary>
internal sealed class MarginChange(AccountId account, MarketUnits units)
{
    public const string Stage =
        "copy stage_margins (account_address, subaccount, market_id, asset_id, margin_mode, margin, debt,"
        + " quantile, updated_at, updated_sequence) from stdin (format binary)";

    public const string Merge =
        """
        insert into position_margins (account_address, subaccount, market_id, asset_id, margin_mode, margin, debt,
          quantile, updated_at, updated_sequence)
        select s.account_address, s.subaccount, s.market_id, s.asset_id,
          coalesce(s.margin_mode, p.margin_mode, m.margin_mode), coalesce(s.margin, p.margin, 0),
          coalesce(s.debt, p.debt, 0), coalesce(s.quantile, p.quantile, 0), s.updated_at, s.updated_sequence
        from stage_margins s join markets m using (market_id)
          left join position_margins p using (account_address, subaccount, market_id)
        on conflict (account_address, subaccount, market_id) do update set margin_mode = excluded.margin_mode,
          margin = excluded.margin, debt = excluded.debt, quantile = excluded.quantile,
          updated_at = excluded.updated_at,
          updated_sequence = excluded.updated_sequence
        """;

    private readonly AccountId _account = account;
    private MarginMode? _mode;
    private Int128? _margin;
    private Int128? _debt;
    private byte? _quantile;
    private FrameStamp _stamp;

    public void Bucket(Int128 margin, FrameStamp stamp)
    {
        _margin = margin;
        _stamp = stamp;
    }

    public void Mode(MarginMode mode, Int128 margin, FrameStamp stamp)
    {
        _mode = mode;
        Bucket(margin, stamp);
    }

    public void Debt(Int128 debt, FrameStamp stamp)
    {
        _debt = debt;
        _stamp = stamp;
    }

    public void Rank(byte quantile, FrameStamp stamp)
    {
        _quantile = quantile;
        _stamp = stamp;
    }

    public void Encode(CopyBuffer copy)
    {
        copy.Row(10);
        copy.Address(in _account.Owner);
        copy.Int64(_account.Subaccount);
        copy.Int64(units.MarketId);
        copy.Int64(units.AssetId);
        copy.Text(_mode is { } mode ? Codes.Of(mode) : null);
        copy.Money(_margin);
        copy.Money(_debt);
        if (_quantile is { } quantile)
        {
            copy.Int16(quantile);
        }
        else
        {
            copy.Null();
        }

        copy.Time(_stamp.TimeNs);
        copy.Int64(_stamp.Sequence);
    }
}
