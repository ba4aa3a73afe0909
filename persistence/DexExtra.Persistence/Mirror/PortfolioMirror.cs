using System.Globalization;
using DexExtra.Messages;
using StackExchange.Redis;

namespace DexExtra.Persistence.Mirror;

/// <summary>What one account has in one token: cash, positions, buckets, profit and loss. One thread.</summary>
internal sealed class PortfolioMirror(AccountId account, uint assetId)
{
    private long _sequence;
    private long _timeNs;
    private Int128 _available;
    private Int128 _held;
    private Int128 _owed;
    private Int128 _realised;
    private Int128 _fees;
    private bool _hasTraded;

    public AccountId Account { get; } = account;

    public uint AssetId { get; } = assetId;

    /// <summary>By market; flat ones stay, for their bucket and their totals.</summary>
    public SortedDictionary<uint, PositionMirror> Positions { get; } = [];

    public void Cash(Int128 available, Int128 held, Int128 owed) =>
        (_available, _held, _owed) = (available, held, owed);

    public void Realise(Int128 realised, Int128 fee)
    {
        _realised += realised;
        _fees += fee;
        _hasTraded = true;
    }

    public void Stamp(long sequence, long timeNs) => (_sequence, _timeNs) = (sequence, timeNs);

    public HashEntry[] PortfolioFields()
    {
        var cash = _available + _held + _owed;
        var (value, exposure, margin) = ((Int128)0, (Int128)0, (Int128)0);
        foreach (var position in Positions.Values)
        {
            margin += position.Margin + position.Debt;
            value += position.Value;
            exposure += position.Exposure;
        }

        var open = Positions.Values.Where(position => position.Lots != 0)
            .Select(position => position.MarketId.ToString(CultureInfo.InvariantCulture));
        return
        [
            .. Head(),
            new(MirrorKeys.Available, _available.ToString()),
            new(MirrorKeys.Held, _held.ToString()),
            new(MirrorKeys.Owed, _owed.ToString()),
            new(MirrorKeys.Cash, cash.ToString()),
            new(MirrorKeys.Margin, margin.ToString()),
            new(MirrorKeys.PositionValue, value.ToString()),
            new(MirrorKeys.PortfolioValue, (cash + margin + value).ToString()),
            new(MirrorKeys.Exposure, exposure.ToString()),
            new(MirrorKeys.OpenMarkets, string.Join(',', open)),
        ];
    }

    /// <summary>Null before the first trade.</summary>
    public HashEntry[]? ProfitAndLossFields()
    {
        if (!_hasTraded)
        {
            return null;
        }

        var unrealised = (Int128)0;
        foreach (var position in Positions.Values)
        {
            unrealised += position.Unrealised;
        }

        return
        [
            .. Head(),
            new(MirrorKeys.Realised, _realised.ToString()),
            new(MirrorKeys.Fees, _fees.ToString()),
            new(MirrorKeys.Net, (_realised - _fees).ToString()),
            new(MirrorKeys.Unrealised, unrealised.ToString()),
        ];
    }

    private HashEntry[] Head() =>
    [
        new(MirrorKeys.Sequence, _sequence),
        new(MirrorKeys.EngineTimeNs, _timeNs),
        new(MirrorKeys.AssetId, AssetId),
    ];
}
