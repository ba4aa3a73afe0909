using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>One new row of assets.</summary>
internal sealed record AssetRow(ListAsset Asset, FrameStamp Stamp)
{
    public const string Insert =
        "copy assets (asset_id, token_address, symbol, token_decimals, listed_at, engine_sequence)"
        + " from stdin (format binary)";

    public void Encode(CopyBuffer copy)
    {
        var asset = Asset;
        copy.Row(6);
        copy.Int64(asset.AssetId);
        copy.Address(in asset.Token);
        copy.Text(asset.Symbol.ToString());
        copy.Int16(checked((short)asset.TokenDecimals));
        copy.Time(Stamp.TimeNs);
        copy.Int64(Stamp.Sequence);
    }
}
