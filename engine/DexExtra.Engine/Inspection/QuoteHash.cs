namespace DexExtra.Engine.Inspection;

/// <summary>Part of the state hash: quote sets by place, their open quotes, the queue of sweeps (C12).</summary>
internal static class QuoteHash
{
    public static void Add(HashFold fold, EngineState state)
    {
        var quotes = state.Quotes;
        fold.Add(quotes.Count);
        for (var slot = 0; slot < quotes.Count; slot++)
        {
            ref readonly var set = ref quotes[slot];
            fold.Add(set.Account);
            fold.Add((long)set.Number);
            fold.Add(set.MaxTradedLots);
            fold.Add(set.MaxNetLots);
            fold.Add((long)set.MaxTrades);
            fold.Add((long)set.WindowSeconds);
            fold.Add((long)set.FrozenSeconds);
            fold.Add(set.WindowEndNs);
            fold.Add(set.TradedLots);
            fold.Add(set.NetLots);
            fold.Add((long)set.Trades);
            fold.Add(set.FrozenUntilNs);
            for (var pair = set.FirstPair; pair >= 0; pair = quotes.Pair(pair).Next)
            {
                fold.Add(quotes.Pair(pair).Market);
                fold.Add(IdOf(state, quotes.Pair(pair).Buy));
                fold.Add(IdOf(state, quotes.Pair(pair).Sell));
            }
        }

        for (var index = 0; index < quotes.QueuedCount; index++)
        {
            fold.Add(quotes.QueuedAt(index));
        }
    }

    private static long IdOf(EngineState state, int slot) => slot < 0 ? 0 : state.Orders[slot].OrderId;
}
