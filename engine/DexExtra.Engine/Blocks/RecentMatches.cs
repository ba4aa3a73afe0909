using DexExtra.Engine.Collections;
using DexExtra.Messages;

namespace DexExtra.Engine.Blocks;

/// <summary>
/// F11, X4: the newest matches, a ring by match id. The positions of both sides are noted before the match is added.
/// </summary>
internal sealed class RecentMatches(EngineOptions options)
{
    private readonly RecentMatch[] _ring = new RecentMatch[options.MaxBustableMatches];

    private int _buy = -1;
    private int _sell = -1;

    /// <summary>Folded over everything that ever entered, for the state hash.</summary>
    public ulong Digest { get; private set; }

    /// <summary>The position of one side of the match that is being made.</summary>
    public void Note(Side side, int position)
    {
        if (side == Side.Buy)
        {
            _buy = position;
        }
        else
        {
            _sell = position;
        }
    }

    /// <summary>Both sides are noted.</summary>
    public void Add(in Traded traded, int market)
    {
        ref var match = ref _ring[Index(traded.MatchId)];
        match = new RecentMatch
        {
            MatchId = traded.MatchId,
            Market = market,
            Buy = _buy,
            Sell = _sell,
            PriceTicks = traded.PriceTicks,
            Lots = traded.QuantityLots,
            MatchedNs = traded.MatchedNs,
            BuyFee = traded.Buy.Fee,
            SellFee = traded.Sell.Fee,
            IsFinal = (traded.Flags & TradeFlags.Bust) != 0,
            HasVolume = (traded.Flags & Fees.TradeFees.OffMarket) == 0,
        };
        Fold(traded.MatchId);
        Fold(unchecked((ulong)traded.MatchedNs));
    }

    /// <summary>False if it was never made or newer ones took its place.</summary>
    public bool TryFind(ulong matchId, out int index)
    {
        index = Index(matchId);
        return matchId != 0 && _ring[index].MatchId == matchId;
    }

    public ref readonly RecentMatch this[int index] => ref _ring[index];

    /// <summary>It was taken back: never again.</summary>
    public void Close(int index)
    {
        _ring[index].IsFinal = true;
        Fold(~_ring[index].MatchId);
    }

    /// <summary>X4: the chain refused a range for good; what has left the ring is passed over.</summary>
    public void Fail(ulong firstMatchId, ulong lastMatchId)
    {
        for (var matchId = firstMatchId; matchId <= lastMatchId; matchId++)
        {
            if (TryFind(matchId, out var index))
            {
                _ring[index].HasFailed = true;
                Fold(matchId);
            }
        }
    }

    private int Index(ulong matchId) => (int)(matchId % (ulong)_ring.Length);

    private void Fold(ulong word) => Digest = Mix.Fold(Digest, word);
}
