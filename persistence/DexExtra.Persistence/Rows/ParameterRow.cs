using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>Rows of parameter_changes, written straight into the buffer: the table is append-only.</summary>
internal static class ParameterRow
{
    public const string Insert =
        "copy parameter_changes (engine_sequence, event_index, parameter_type, market_id, asset_id,"
        + " account_address, subaccount, parameters, changed_at) from stdin (format binary)";

    public static void Encode(
        CopyBuffer copy, ParameterType type, ParameterKey key, ReadOnlySpan<byte> parameters, FrameStamp stamp)
    {
        copy.Row(9);
        copy.Int64(stamp.Sequence);
        copy.Int32((int)stamp.EventIndex);
        copy.Code(type);
        copy.Int64(key.MarketId);
        copy.Int64(key.AssetId);
        if (key.Account is { } account)
        {
            copy.Address(in account.Owner);
            copy.Int64(account.Subaccount);
        }
        else
        {
            copy.Nulls(2);
        }

        copy.Json(parameters);
        copy.Time(stamp.TimeNs);
    }
}
