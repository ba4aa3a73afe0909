using System.Runtime.InteropServices;
using DexExtra.Engine.Book;
using DexExtra.Engine.Collections;
using DexExtra.Engine.Identity;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// Folds the whole state into 64 bits in a canonical order that no data structure decides: tables in order of
/// creation, books in priority order, remembered orders in order of their end. Slot numbers, node layout and the
/// hash seed do not enter.
/// </summary>
internal struct StateHash(EngineState state)
{
    private ulong _hash = 0x446578457874_7261UL;

    public ulong Compute()
    {
        Add(state.Sequence);
        Add(state.TimestampNs);
        AddAccounts();
        AddMoney();
        AddMarkets();
        AddRecords();
        AddSettlement();
        return _hash;
    }

    private void AddAccounts()
    {
        for (var slot = 0; slot < state.Accounts.Count; slot++)
        {
            AddBytes(in state.Accounts[slot].Id);
            Add(state.Accounts[slot].Sequence);
        }

        for (var owner = 0; owner < state.Accounts.OwnerCount; owner++)
        {
            Add(state.Nonces.Highest(owner));
            foreach (var word in state.Nonces.Bits(owner))
            {
                Add(word);
            }
        }
    }

    private void AddMoney()
    {
        for (var slot = 0; slot < state.Assets.Count; slot++)
        {
            AddBytes(in state.Assets[slot].Listing);
            Add(state.Assets[slot].Fees);
            Add(state.Assets[slot].Deposited);
        }

        for (var slot = 0; slot < state.Ledger.BalanceCount; slot++)
        {
            ref readonly var balance = ref state.Ledger[slot];
            Add(balance.Account);
            Add(balance.Asset);
            Add(balance.Available);
            Add(balance.Held);
        }

        for (var slot = 0; slot < state.Deposits.Count; slot++)
        {
            Add(state.Deposits[slot].ChainId);
            Add(state.Deposits[slot].Last);
        }

        for (var slot = 0; slot < state.Positions.Count; slot++)
        {
            ref readonly var position = ref state.Positions[slot];
            Add(position.Account);
            Add(position.Market);
            Add(position.Lots);
            Add(position.OpenBuyLots);
            Add(position.OpenSellLots);
            Add(position.Cost);
        }
    }

    private void AddMarkets()
    {
        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            AddBytes(in market.Terms);
            Add(market.PoolAmount);
            Add(market.Sequence);
            AddSide(market.Bids);
            AddSide(market.Asks);
        }
    }

    private void AddSide(PriceLadder ladder)
    {
        var level = ladder.Best;
        while (level >= 0)
        {
            for (var slot = state.Books.Level(level).Oldest; slot >= 0; slot = state.Books[slot].Next)
            {
                AddOrder(in state.Books[slot]);
            }

            level = ladder.NextWorse(state.Books.Level(level).PriceTicks);
        }
    }

    private void AddOrder(in Order order)
    {
        Add(order.PriceTicks);
        Add(order.LeavesLots);
        Add(order.HoldPerLot);
        Add(order.Hold);
        Add(order.ExpirySeconds);
        Add((long)order.Side);
        AddRecord(in state.Records[order.Record]);
    }

    private void AddRecords()
    {
        for (var slot = state.Records.OldestTerminal; slot >= 0; slot = state.Records[slot].NextTerminal)
        {
            Add(state.Records[slot].TerminalNs);
            AddRecord(in state.Records[slot]);
        }
    }

    private void AddRecord(in OrderRecord record)
    {
        AddBytes(in record.OrderHash);
        Add(record.CumulativeTickLots);
        Add(record.ClientOrderId);
        Add(record.OrderId);
        Add(record.QuantityLots);
        Add(record.CumulativeLots);
        Add(record.ReducedLots);
        Add(record.Account);
        Add(record.MarketId);
        Add((long)record.RejectReason);
        Add((long)record.CancelReason);
        Add((long)record.Status);
    }

    private void AddSettlement()
    {
        Add(state.Settlement.Next);
        for (var matchId = state.Settlement.Oldest; matchId < state.Settlement.Next; matchId++)
        {
            Add((long)state.Settlement[matchId]);
        }
    }

    private void AddBytes<T>(in T value)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            Add(MemoryMarshal.Read<ulong>(bytes));
        }
    }

    private void Add(Int128 value)
    {
        unchecked
        {
            Add((ulong)value);
            Add((ulong)(value >> 64));
        }
    }

    private void Add(long value) => Add(unchecked((ulong)value));

    private void Add(ulong word) => _hash = Mix.Fold(_hash, word);
}
