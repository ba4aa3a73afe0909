using DexExtra.Engine.Margin;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Liquidation;

/// <summary>
/// L5: of each market the positions that are deleveraged next, the best ones of the pass that collects them, best
/// first.
/// </summary>
internal sealed class Candidates(int maxMarkets)
{
    private readonly Score[] _scores = new Score[maxMarkets * Limits.MaxDeleveragingCandidates];
    private readonly int[] _counts = new int[maxMarkets];

    public ReadOnlySpan<Score> Of(Market market) => Slice(market)[.._counts[market.Slot]];

    public void Clear(Market market) => _counts[market.Slot] = 0;

    /// <summary>Keeps a position if it is among the best.</summary>
    public void Add(Market market, in Score score)
    {
        ref var count = ref _counts[market.Slot];
        var scores = Slice(market);
        if (count == scores.Length)
        {
            if (!score.IsBefore(in scores[count - 1]))
            {
                return;
            }

            count--;
        }

        var index = count++;
        for (; index > 0 && score.IsBefore(in scores[index - 1]); index--)
        {
            scores[index] = scores[index - 1];
        }

        scores[index] = score;
    }

    /// <summary>Takes the first one out; there must be one.</summary>
    public int TakeFirst(Market market)
    {
        ref var count = ref _counts[market.Slot];
        var scores = Slice(market);
        var first = scores[0].Position;
        scores[1..count].CopyTo(scores);
        count--;
        return first;
    }

    private Span<Score> Slice(Market market) =>
        _scores.AsSpan(market.Slot * Limits.MaxDeleveragingCandidates, Limits.MaxDeleveragingCandidates);
}
