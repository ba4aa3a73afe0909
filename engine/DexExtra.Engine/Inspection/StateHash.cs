namespace DexExtra.Engine.Inspection;

/// <summary>
/// Folds the whole state into 64 bits in a canonical order that no data structure decides: tables in order of
/// creation, books in priority order, remembered orders in order of their end. Slot numbers, node layout and the
/// hash seed do not enter.
/// </summary>
internal sealed class StateHash(EngineState state)
{
    private readonly HashFold _fold = new();

    public ulong Compute()
    {
        _fold.Add(state.Sequence);
        _fold.Add(state.TimestampNs);
        _fold.Add(state.Orders.LastStamp);
        AddAccounts();
        MoneyHash.Add(_fold, state);
        LimitHash.Add(_fold, state);
        AddMarkets();
        AddRecords();
        AddSettlement();
        CallHash.Add(_fold, state);
        SweepHash.Add(_fold, state);
        LifeHash.Add(_fold, state);
        SessionKeyHash.Add(_fold, state);
        QuoteHash.Add(_fold, state);
        return _fold.Value;
    }

    private void AddAccounts()
    {
        for (var slot = 0; slot < state.Accounts.Count; slot++)
        {
            _fold.AddBytes(in state.Accounts[slot].Id);
            _fold.Add(state.Accounts[slot].Sequence);
            _fold.Add(state.Accounts[slot].IsLocked);
            _fold.Add(state.Accounts[slot].MinNonce);
        }

        for (var owner = 0; owner < state.Accounts.OwnerCount; owner++)
        {
            _fold.Add(state.Accounts.IsOwnerLocked(owner));
            _fold.Add(state.Nonces.Highest(owner));
            _fold.Add(state.Nonces.Ceiling(owner));
            foreach (var word in state.Nonces.Bits(owner))
            {
                _fold.Add(word);
            }
        }
    }

    private void AddMarkets()
    {
        var markets = new MarketHash(state, _fold);
        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            _fold.AddBytes(in market.Terms);
            MoneyHash.AddMarket(_fold, market);
            LiquidationHash.AddMarket(_fold, state, market);
            _fold.Add(market.Sequence);
            markets.Add(market);
            TriggerHash.AddSources(_fold, market);
            CallHash.Add(_fold, market);
            LifeHash.Add(_fold, state, market);
        }

        _fold.Add(state.Passes.ReviewTurn);
        TriggerHash.AddBacklog(_fold, state);
    }

    private void AddRecords()
    {
        for (var slot = state.Records.OldestTerminal; slot >= 0; slot = state.Records[slot].NextTerminal)
        {
            _fold.Add(state.Records[slot].TerminalNs);
            RecordHash.Add(_fold, in state.Records[slot]);
        }
    }

    private void AddSettlement()
    {
        _fold.Add(state.Settlement.Next);
        for (var matchId = state.Settlement.Oldest; matchId < state.Settlement.Next; matchId++)
        {
            _fold.Add((long)state.Settlement[matchId]);
        }
    }
}
