using DexExtra.Messages;

namespace DexExtra.Engine.Margin;

/// <summary>L5: tells every margin position its place in the queue of deleveraging (docs/money.md §9).</summary>
internal sealed class Ranking(EngineState state, MarginUnits units)
{
    /// <summary>The pass of its market visits a position whose unit has this equity.</summary>
    public void Visit<TSink>(int slot, Int128 equity, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var position = ref state.Positions[slot];
        var score = new Score(slot, position.Lots, units.Unrealised(slot), equity);
        var market = state.Markets[position.Market];
        var quantile = (byte)0;
        if (score.Profit > 0)
        {
            var scoreClass = score.Class();
            state.Ranks.Count(market, position.Lots > 0, scoreClass);
            quantile = state.Ranks.Quantile(market, position.Lots > 0, scoreClass) ?? position.Quantile;
        }

        if (quantile == position.Quantile)
        {
            return;
        }

        position.Quantile = quantile;
        var ranked = new PositionRanked
        {
            Account = state.Accounts[position.Account].Id,
            AccountSequence = state.Accounts.NextSequence(position.Account),
            MarketId = market.Terms.MarketId,
            Quantile = quantile,
        };
        sink.Append(EventType.PositionRanked, in ranked);
    }
}
